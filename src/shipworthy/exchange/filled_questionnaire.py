"""The questionnaire as it comes back from a team: its cells become answers, or every problem is told with its cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from shipworthy.domain.answering import checked_answer
from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.exchange.answer_words import AnswerWords, read_confidence, read_yes_no
from shipworthy.exchange.evidence_lines import read_evidence_lines
from shipworthy.exchange.questionnaire_sheet import (
    ANSWER,
    ASSESSMENT_KEY,
    BLANK_KEY,
    CONFIDENCE,
    EVIDENCE,
    FIELDS,
    FILLED_IN_BY_KEY,
    FORMAT,
    FORMAT_KEY,
    ID,
    INTERNAL,
    MARK,
    NOTE,
    PACK_KEY,
    QUESTION_KEY,
    REASON,
    REVIEW_KEY,
    SERVICE_KEY,
    filled_cells,
    pack_hashes,
)
from shipworthy.exchange.received_sheets import NOTHING, Found, Kind, ReceivedSheet, read_workbook
from shipworthy.exchange.sheets import LONGEST_TEXT, cell_text
from shipworthy.text import _
from shipworthy.untrusted.problems import Place, Problems
from shipworthy.wording import Wording

_LONGEST_NAME = 200
_SHOWN_IDS = 10
_NUMBER = re.compile(r"[0-9]{1,6}")
_WITH_REASON = frozenset({AnswerState.COMPENSATED, AnswerState.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class _Row:
    """A question of the file: its row, from 1, and its cells that can be filled in, by key."""

    number: int
    question: str
    cells: Mapping[str, Found]
    columns: Mapping[str, int]


@dataclass(frozen=True)
class FilledQuestionnaire:
    """A file of the right form; texts are as they stand in it. `blank` tells whether it left without answers."""

    file: str
    assessment: str
    service: str
    review: str
    packs: Mapping[str, str]
    filled_in_by: str
    blank: bool
    _sheet: str = field(repr=False)
    _rows: Sequence[_Row] = field(repr=False)
    _problems: Problems = field(repr=False)

    def answers_for(self, review: Review) -> dict[str, Answer]:
        """Return what each question of the file is to become, by asked id; what was left empty stays as it is.

        Raises UserError for the file of another review, and InvalidFile with every problem.
        """
        self._check_belongs(review)
        reader = _Reader(self, review, Wording())
        answers = {row.question: reader.answer(row) for row in self._rows if reader.knows(row)}
        self._problems.raise_if_any()
        return answers

    def _check_belongs(self, review: Review) -> None:
        if self.assessment != str(review.assessment.id):
            raise UserError(
                _("{file} is for “{theirs}” of {their_service}, not for “{ours}” of {our_service}.").format(
                    file=self.file,
                    theirs=self.review,
                    their_service=self.service,
                    ours=review.assessment.title,
                    our_service=review.service.name,
                ),
                _("Open that review to import it, or export a questionnaire of this one."),
            )
        ours = pack_hashes(review)
        for pack_id in ours.keys() | self.packs.keys():
            theirs = self.packs.get(pack_id, "")
            if theirs != ours.get(pack_id, ""):
                raise UserError(
                    _("{file} was made with another content of the pack {pack}: {theirs} there, {ours} here.").format(
                        file=self.file,
                        pack=pack_id,
                        theirs=theirs[:12] or _("none"),
                        ours=ours.get(pack_id, "")[:12] or _("none"),
                    ),
                    _("Export the questionnaire again and copy the answers over."),
                )


def read_questionnaire(path: Path) -> FilledQuestionnaire:
    """Return a questionnaire that came back, if its form is right; raises UserError or InvalidFile.

    Problems of cells are noted and told by `answers_for`, together with those that only the review can show.
    """
    sheets = read_workbook(path)
    read_me = next((sheet for sheet in sheets if _first(sheet.rows, 0, 0).text == MARK), None)
    questions = next((sheet for sheet in sheets if {ID, ANSWER} <= {cell.text for cell in _row(sheet, 0)}), None)
    if read_me is None:
        raise _wrong_layout(path, _("its first sheet is not that of a questionnaire"))
    said: dict[str, list[Found]] = {}
    for row in read_me.rows:
        if row and row[0].text:
            said.setdefault(row[0].text, []).append(row[2] if len(row) > 2 else NOTHING)
    _check_format(path, _one(said, FORMAT_KEY).text)
    if questions is None:
        raise _wrong_layout(path, _("it has no sheet with the questions"))
    columns = {cell.text: number for number, cell in enumerate(_row(questions, 0), start=1) if cell.text}
    missing = [key for key in (ID, *FIELDS) if key not in columns]
    if missing:
        raise _wrong_layout(path, _("these columns are missing: {names}").format(names=", ".join(missing)))
    problems = Problems(str(path))
    rows = tuple(_rows(questions, columns, problems))
    _check_rows(rows, [cell.text for cell in said.get(QUESTION_KEY, ())], questions.name, problems)
    return FilledQuestionnaire(
        file=str(path),
        assessment=_one(said, ASSESSMENT_KEY).text,
        service=_one(said, SERVICE_KEY).text[:_LONGEST_NAME],
        review=_one(said, REVIEW_KEY).text[:_LONGEST_NAME],
        packs=dict(_pack(cell.text) for cell in said.get(PACK_KEY, ())),
        filled_in_by=_name(read_me, problems),
        blank=_one(said, BLANK_KEY).text != "no",
        _sheet=questions.name,
        _rows=rows,
        _problems=problems,
    )


def _row(sheet: ReceivedSheet, row: int) -> tuple[Found, ...]:
    return sheet.rows[row] if row < len(sheet.rows) else ()


def _first(rows: Sequence[Sequence[Found]], row: int, column: int) -> Found:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else NOTHING


def _one(said: Mapping[str, Sequence[Found]], key: str) -> Found:
    return said[key][0] if said.get(key) else NOTHING


def _pack(text: str) -> tuple[str, str]:
    pack_id, _space, pack_hash = text.partition(" ")
    return pack_id[:_LONGEST_NAME], pack_hash.strip()


def _wrong_layout(path: Path, reason: str) -> UserError:
    return UserError(
        _("{path} is no questionnaire of Shipworthy: {reason}.").format(path=path, reason=reason),
        _("Export the questionnaire of this review and fill that in; add columns only to the right of its own."),
    )


def _check_format(path: Path, text: str) -> None:
    if not _NUMBER.fullmatch(text):
        raise _wrong_layout(path, _("it does not say which form it has"))
    if int(text) > FORMAT:
        raise UserError(
            _("{path} comes from a newer Shipworthy (form {theirs}; this one reads {ours}).").format(
                path=path, theirs=text, ours=FORMAT
            ),
            _("Update Shipworthy here, or export the questionnaire from this one."),
        )


def _name(read_me: ReceivedSheet, problems: Problems) -> str:
    """Return who filled it in; empty where nobody says so."""
    for number, row in enumerate(read_me.rows, start=1):
        if row and row[0].text == FILLED_IN_BY_KEY and len(row) > 2:
            place = Place(number, 3, read_me.name)
            if row[2].kind in (Kind.FORMULA, Kind.ERROR):
                problems.add(place, _("This is a formula"), _("Write the name."))
            elif len(row[2].text) > _LONGEST_NAME:
                problems.add(
                    place,
                    _("This name has {count} characters; {limit} are allowed").format(
                        count=len(row[2].text), limit=_LONGEST_NAME
                    ),
                    _("Shorten it."),
                )
            return " ".join(cell_text(row[2].text).split())
    return ""


def _rows(sheet: ReceivedSheet, columns: Mapping[str, int], problems: Problems) -> Iterator[_Row]:
    """Yield the rows that name a question, and note those that hold an answer without one."""
    for number, row in enumerate(sheet.rows[2:], start=3):
        cells = {key: row[columns[key] - 1] if columns[key] <= len(row) else NOTHING for key in (ID, *FIELDS)}
        question = cells.pop(ID)
        if question.text:
            yield _Row(number, question.text, cells, columns)
        elif question.kind is Kind.FORMULA or any(cell != NOTHING for cell in cells.values()):
            problems.add(
                Place(number, columns[ID], sheet.name),
                _("This row has no question id"),
                _("Copy the id of its question here, or empty the row."),
            )


def _check_rows(rows: Sequence[_Row], expected: Sequence[str], sheet: str, problems: Problems) -> None:
    seen: dict[str, _Row] = {}
    for row in rows:
        first = seen.setdefault(row.question, row)
        if first is not row:
            problems.add(
                Place(row.number, row.columns[ID], sheet),
                _("The question {id} stands in row {row} already").format(id=row.question[:100], row=first.number),
                _("Remove one of the two rows."),
            )
    missing = [each for each in expected if each not in seen]
    if missing:
        names = ", ".join(each[:100] for each in missing[:_SHOWN_IDS])
        if len(missing) > _SHOWN_IDS:
            names = _("{names} and {count} others").format(names=names, count=len(missing) - _SHOWN_IDS)
        problems.add(
            Place(0, 0, sheet),
            _("Rows of these questions are missing: {names}").format(names=names),
            _("Put them back, with empty answers if there are none."),
        )


def _joined(note: str, text: str) -> str:
    """Return a note with a text below it, once; a text that only begins or ends a line of the note is another one."""
    if not text or f"\n{text}\n" in f"\n{cell_text(note)}\n":
        return note
    return f"{note.rstrip()}\n\n{text}".strip()


class _Reader:
    """Turns rows into answers, each beginning with the one that is there."""

    def __init__(self, file: FilledQuestionnaire, review: Review, wording: Wording) -> None:
        self._file = file
        self._review = review
        self._wording = wording
        self._problems = file._problems
        self._sheet = file._sheet

    def knows(self, row: _Row) -> bool:
        """Tell whether the row's question is one of the review; note it otherwise."""
        if row.question in self._review.questionnaire.asked:
            return True
        self._problems.add(
            Place(row.number, row.columns[ID], self._sheet),
            _("The review has no question {id}").format(id=row.question[:100]),
            _("Leave the ids as they were exported."),
        )
        return False

    def answer(self, row: _Row) -> Answer:
        question, before = self._review.questionnaire.asked[row.question].question, self._review.answer(row.question)
        shown = filled_cells(question, before, self._wording)
        texts = {key: self._text(row, key) for key in FIELDS}
        answer, understood = before, True
        if texts[ANSWER] and texts[ANSWER] != shown[ANSWER]:
            try:
                state, kind, choices = AnswerWords(question, self._wording).read(texts[ANSWER])
            except UserError as error:
                self._note(row, ANSWER, error)
                understood = False
            else:
                if (state, kind, choices) != (before.state, before.not_applicable_type, before.choices):
                    answer = replace(answer, state=state, choices=choices, not_applicable_type=kind, reason="")
        answer = self._with_texts(answer, before, texts, shown)
        answer = self._with_words(row, answer, texts, shown)
        if before.note_internal and self._did_not_show_note(before, shown):
            answer = replace(answer, note_internal=True)
        answer = replace(answer, evidence=(*before.evidence, *read_evidence_lines(texts[EVIDENCE], before.evidence)))
        return self._checked(row, before, answer, said=bool(texts[ANSWER])) if understood else before

    def _with_texts(self, answer: Answer, before: Answer, texts: Mapping[str, str], shown: Mapping[str, str]) -> Answer:
        """Take over reason and note; a reason for an answer that takes none is said all the same: it joins the note."""
        reason, note = texts[REASON], texts[NOTE]
        if answer.state in _WITH_REASON:
            if reason and (answer.reason == "" or reason != shown[REASON]):
                kept = before.reason if reason == shown[REASON] else reason
                answer = replace(answer, reason=kept)
            reason = ""
        elif reason == shown[REASON]:
            reason = ""
        after = before.note if not note or note == shown[NOTE] else note
        if self._did_not_show_note(before, shown):
            # Whoever wrote in the cell did not see the note that is here, so it is not theirs to take away.
            after = _joined(before.note, note)
        if reason and reason not in cell_text(after):
            after = _joined(after, reason)
        return replace(answer, note=after)

    def _did_not_show_note(self, before: Answer, shown: Mapping[str, str]) -> bool:
        return bool(before.note.strip()) and (self._file.blank or not shown[NOTE])

    def _with_words(self, row: _Row, answer: Answer, texts: Mapping[str, str], shown: Mapping[str, str]) -> Answer:
        for key in (INTERNAL, CONFIDENCE):
            text = texts[key]
            if not text or text == shown[key]:
                continue
            try:
                if key == INTERNAL:
                    answer = replace(answer, note_internal=read_yes_no(text))
                else:
                    answer = replace(answer, confidence=read_confidence(text, self._wording))
            except UserError as error:
                self._note(row, key, error)
        return answer

    def _checked(self, row: _Row, before: Answer, answer: Answer, *, said: bool) -> Answer:
        question = self._review.questionnaire.asked[row.question].question
        if answer.same_content(before):
            # Sent without answers, a carried one that comes back the same was given again; else it only came along.
            return replace(before, carried=False) if before.carried and said and self._file.blank else before
        needs = answer.state in _WITH_REASON and not answer.reason
        try:
            return replace(checked_answer(question, answer), carried=False)
        except UserError as error:
            self._note(row, REASON if needs else ANSWER, error)
            return before

    def _text(self, row: _Row, key: str) -> str:
        found = row.cells[key]
        fixes = {
            Kind.FORMULA: (_("This is a formula"), _("Write what it should say instead.")),
            Kind.ERROR: (_("This is an error of a formula: {text}"), _("Write what it should say instead.")),
        }
        if key == ANSWER:
            fixes[Kind.DATE] = (
                _("This is a date: {text}"),
                _("Write the number of a choice, or choose from the list."),
            )
        if found.kind in fixes:
            message, fix = fixes[found.kind]
            self._problems.add(self._place(row, key), message.format(text=found.text[:60]), fix)
            return ""
        if len(found.text) > LONGEST_TEXT:
            message = _("This text has {count} characters; {limit} are allowed")
            self._problems.add(
                self._place(row, key), message.format(count=len(found.text), limit=LONGEST_TEXT), _("Shorten it.")
            )
            return ""
        return cell_text(found.text)

    def _note(self, row: _Row, key: str, error: UserError) -> None:
        self._problems.add(self._place(row, key), error.message.rstrip("."), error.hint)

    def _place(self, row: _Row, key: str) -> Place:
        return Place(row.number, row.columns[key], self._sheet)
