"""The questionnaire as a spreadsheet, for a team to fill in before the meeting.

Row 1 of the questions and column A of the first sheet are hidden and hold words for the program that reads the file
again: people may put rows in another order and work in another language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shipworthy.domain.applicability import hidden_questions
from shipworthy.domain.assessment import Answer, AnswerState, Confidence, NotApplicableType
from shipworthy.domain.pack import Question, Select
from shipworthy.domain.questionnaire import AskedQuestion
from shipworthy.domain.review import Review
from shipworthy.exchange.evidence_lines import evidence_line
from shipworthy.exchange.sheets import LONGEST_TEXT, Cell, Look, Sheet, cell_text, write_workbook
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording

FORMAT = 1
MARK = "shipworthy-questionnaire"
FORMAT_KEY, ASSESSMENT_KEY, SERVICE_KEY, REVIEW_KEY = "format", "assessment", "service", "review"
PACK_KEY, BLANK_KEY, FILLED_IN_BY_KEY, QUESTION_KEY = "pack", "blank", "filled_in_by", "question"
ID, ANSWER, REASON, NOTE, INTERNAL, CONFIDENCE, EVIDENCE = (
    "id",
    "answer",
    "reason",
    "note",
    "internal",
    "confidence",
    "evidence",
)
FIELDS = (ANSWER, REASON, NOTE, INTERNAL, CONFIDENCE, EVIDENCE)


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    title: str
    width: float


def _columns() -> tuple[_Column, ...]:
    return (
        _Column("number", _("No."), 6),
        _Column("principle", _("Principle"), 16),
        _Column("question", _("Question"), 36),
        _Column("why", _("Why it matters"), 34),
        _Column("verify", _("How to verify"), 40),
        _Column("choices", _("Choices"), 42),
        _Column(ANSWER, _("Answer"), 30),
        _Column(REASON, _("Reason"), 24),
        _Column(NOTE, _("Note"), 36),
        _Column(INTERNAL, _("Internal?"), 10),
        _Column(CONFIDENCE, _("Confidence"), 12),
        _Column(EVIDENCE, _("Evidence"), 36),
        _Column(ID, _("Question id"), 24),
    )


def write_questionnaire(path: Path, review: Review, made: datetime, *, blank: bool) -> None:
    """Write the questions that apply into an XLSX file, with or without the answers so far; raises UserError.

    `made` is a moment with its zone.
    """
    wording = Wording()
    title = wording.questionnaire_title(review.service.name)
    sheets = (_read_me(review, wording, title, made, blank=blank), _questions(review, wording, title, blank=blank))
    write_workbook(path, sheets, title, made)


def offered_answers(question: Question, wording: Wording) -> tuple[str, ...]:
    """Return what the answer cell of a question offers: the choices with their numbers, and the states without one."""
    return (*choice_lines(question), *other_answers(question, wording).values())


def choice_lines(question: Question) -> tuple[str, ...]:
    """Return the choices, each with its number."""
    return tuple(f"{number}  {_one_line(choice.label)}" for number, choice in enumerate(question.choices, start=1))


def other_answers(question: Question, wording: Wording) -> dict[tuple[AnswerState, NotApplicableType | None], str]:
    """Return the answers that are no choice, in the wording's language."""
    states: list[tuple[AnswerState, NotApplicableType | None]] = [
        (AnswerState.COMPENSATED, None),
        *((AnswerState.NOT_APPLICABLE, kind) for kind in NotApplicableType),
        (AnswerState.UNKNOWN, None),
    ]
    return {
        (state, kind): wording.answer_text(question, Answer(question.id, state=state, not_applicable_type=kind))
        for state, kind in states
    }


def filled_cells(question: Question, answer: Answer, wording: Wording) -> dict[str, str]:
    """Return what the cells to be filled in hold for an answer; internal notes and texts too long for a cell stay here.

    The file goes to others, as bundles do.
    """
    has_answer = answer.state is not AnswerState.UNANSWERED
    texts = {
        ANSWER: _answer_text(question, answer, wording),
        REASON: answer.reason,
        NOTE: "" if answer.note_internal else answer.note,
        INTERNAL: "",
        CONFIDENCE: wording.confidence(answer.confidence)
        if has_answer or answer.confidence is not Confidence.MEDIUM
        else "",
        EVIDENCE: "\n".join(evidence_line(evidence) for evidence in answer.evidence),
    }
    cells = {key: cell_text(text) for key, text in texts.items()}
    return {key: text if len(text) <= LONGEST_TEXT else "" for key, text in cells.items()}


def yes_no() -> tuple[str, str]:
    """Return the words for yes and no in the interface's language."""
    return _("yes"), _("no")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _answer_text(question: Question, answer: Answer, wording: Wording) -> str:
    match answer.state:
        case AnswerState.UNANSWERED:
            return ""
        case AnswerState.ANSWERED:
            lines = dict(zip((choice.id for choice in question.choices), choice_lines(question), strict=True))
            if question.select is Select.ONE:
                return "\n".join(lines[each] for each in answer.choices)
            return ", ".join(str(list(lines).index(each) + 1) for each in answer.choices)
    return wording.answer_text(question, answer)


def _questions(review: Review, wording: Wording, title: str, *, blank: bool) -> Sheet:
    columns = _columns()
    rows = [
        [Cell(column.key, Look.KEY) for column in columns],
        [Cell(column.title, Look.HEAD) for column in columns],
    ]
    for question_id, (principle, number) in review.numbers().items():
        item = review.questionnaire.asked[question_id]
        answer = Answer(question_id) if blank else review.answer(question_id)
        rows.append(_row(item, f"{principle}.{number}", answer, review, wording))
    return Sheet(
        name=_sheet_name(_("Questions")),
        widths=tuple(column.width for column in columns),
        rows=rows,
        head=2,
        side=3,
        hidden_rows=frozenset({0}),
        printed_columns=len(columns) - 1,
        footer=title,
    )


def _sheet_name(name: str) -> str:
    return name[:31]  # longer ones no spreadsheet program takes


def _row(item: AskedQuestion, number: str, answer: Answer, review: Review, wording: Wording) -> list[Cell]:
    question = item.question
    filled = filled_cells(question, answer, wording)
    principle = item.principle.title
    if len(review.questionnaire.packs) > 1:
        principle = f"{item.placements[0].pack.title}: {principle}"
    return [
        Cell(number, Look.QUIET),
        Cell(cell_text(principle), Look.QUIET),
        Cell(cell_text(question.text), Look.STRONG),
        Cell(cell_text(question.why), Look.QUIET),
        Cell(_how_to_verify(item, review, wording), Look.QUIET),
        Cell(_choices_text(question)),
        Cell(filled[ANSWER], Look.FIELD, offered_answers(question, wording), _answer_hint(question)),
        Cell(filled[REASON], Look.FIELD, (), (_("Reason"), _("Needed where it is not applicable or compensated."))),
        Cell(filled[NOTE], Look.FIELD),
        Cell(filled[INTERNAL], Look.FIELD, yes_no(), (_("Internal?"), _("“yes” keeps the note out of reports."))),
        Cell(
            filled[CONFIDENCE],
            Look.FIELD,
            tuple(wording.confidence(each) for each in Confidence),
            (_("Confidence"), _("How sure are you? Left empty, it is medium.")),
        ),
        Cell(
            filled[EVIDENCE],
            Look.FIELD,
            (),
            (_("Evidence"), _("An address or a sentence on each line. A title may stand before an address.")),
        ),
        Cell(question.id, Look.KEY),
    ]


def _how_to_verify(item: AskedQuestion, review: Review, wording: Wording) -> str:
    rule = wording.evidence_rule(review.counts(item.id).evidence_rule)
    examples = "; ".join(_one_line(each) for each in item.question.evidence_examples)
    return cell_text(f"{item.question.verify.strip()}\n{rule}{f': {examples}' if examples else ''}")


def _choices_text(question: Question) -> str:
    lines = [*choice_lines(question)]
    if question.select is Select.MANY:
        lines.insert(0, _("Several may hold:"))
    return cell_text("\n".join(lines))


def _answer_hint(question: Question) -> tuple[str, str]:
    if question.select is Select.MANY:
        return _("Answer"), _("Type the numbers of all that hold, such as 2, 3.")
    return _("Answer"), _("Choose from the list, or type the number of the choice.")


def _read_me(review: Review, wording: Wording, title: str, made: datetime, *, blank: bool) -> Sheet:
    lines = [
        _Line(MARK, title, look=Look.TITLE),
        _Line(text=", ".join(f"{each.pack.title} {each.pack.version}" for each in review.questionnaire.packs)),
        _Line(),
        _Line(FILLED_IN_BY_KEY, _("Filled in by"), "", Look.FIELD),
        *_instructions(blank=blank),
        *_about_service(review, wording, made),
        *_left_out(review),
        *([] if blank else _too_long(review)),
        *_way_back(review, blank=blank),
    ]
    rows = [line.cells() for line in lines]
    hidden = frozenset(row for row, line in enumerate(lines) if line.key == QUESTION_KEY)
    return Sheet(_sheet_name(_("Read me")), (0, 26, 110), rows, hidden_rows=hidden, footer=title)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the first sheet: a word for programs, a text and a value; without a value the text stands alone."""

    key: str = ""
    text: str = ""
    value: str | None = None
    look: Look = Look.TEXT

    def cells(self) -> list[Cell]:
        key = Cell(self.key, Look.KEY)
        text = cell_text(self.text)
        if self.value is not None:
            return [key, Cell(text, Look.STRONG), Cell(cell_text(self.value), self.look)]
        look = self.look if self.look in (Look.TITLE, Look.HEADING) else Look.PLAIN
        return [key, Cell(text, look)] if text else [key]


def _instructions(*, blank: bool) -> Iterator[_Line]:
    yield _Line()
    yield _Line(text=_("How to fill it in"), look=Look.HEADING)
    yield _Line(
        text=_("Answer"),
        value=_(
            "Choose one from the list, or type its number. Where several may hold, type all numbers, such as 2, 3. "
            "If you do not know, choose Unknown: that is an answer too."
        ),
    )
    yield _Line(
        text=_("Reason"),
        value=_("A sentence, needed where you choose Not applicable or Compensated: why, or which control stands in."),
    )
    yield _Line(
        text=_("Note"),
        value=_("Whatever the meeting should know. “yes” under Internal? keeps it out of reports for others."),
    )
    yield _Line(
        text=_("Evidence"),
        value=_(
            "What shows the answer to be true: an address or a sentence on each line. A title may stand before an "
            "address, as in “Load test: https://…”."
        ),
    )
    yield _Line(
        text=_("What is left empty"),
        value=_("stays open for the meeting.") if blank else _("stays as it is; nothing is deleted."),
    )
    yield _Line(
        text=_("Only blue cells"),
        value=_("are read. The others are locked without a password. Formulas are not read; write the result."),
    )


def _about_service(review: Review, wording: Wording, made: datetime) -> Iterator[_Line]:
    service = review.service
    yield _Line()
    yield _Line(text=_("The service"), look=Look.HEADING)
    yield _Line(text=_("Name"), value=service.name)
    yield _Line(text=_("Tier"), value=f"{service.tier}: {wording.tier_meaning(service.tier)}")
    for name, value in ((_("Team"), service.team), (_("Owner"), service.owner), (_("About"), service.description)):
        if value:
            yield _Line(text=name, value=value)
    yield _Line(text=_("Review"), value=review.assessment.title)
    yield _Line(text=_("Date"), value=wording.long_date(made.date()))
    facts = review.questionnaire.facts()
    if facts:
        yield _Line()
        yield _Line(text=_("Facts"), look=Look.HEADING)
        yield _Line(text=_("They decide which questions are asked. If one is wrong, say so in the meeting."))
    for fact in facts.values():
        given = service.facts.get(fact.id)
        value = yes_no()[0 if (fact.default if given is None else given) else 1]
        assumed = _("{value} (assumed)").format(value=value) if given is None else value
        yield _Line(text=assumed, value=fact.text)


def _left_out(review: Review) -> Iterator[_Line]:
    asked = len(review.applying())
    yield _Line()
    yield _Line(text=_("Questions"), look=Look.HEADING)
    yield _Line(text=_("Asked"), value=str(asked))
    hidden = hidden_questions(review)
    if not hidden:
        return
    count = len(hidden)
    yield _Line(text=_("Left out"), value=ngettext("{count}, because:", "{count}, because:", count).format(count=count))
    groups: dict[str, int] = {}
    for each in hidden.values():
        reasons = [f"{line.fact.text} {yes_no()[0 if line.value else 1]}" for line in each.facts]
        reason = "; ".join(reasons) or _("they depend on other answers or on what the service is")
        groups[reason] = groups.get(reason, 0) + 1
    for reason, number in groups.items():
        text = ngettext("{count} question", "{count} questions", number).format(count=number)
        yield _Line(text=text, value=reason)


def _too_long(review: Review) -> Iterator[_Line]:
    """Name the questions with a text that no cell can hold."""
    numbers = review.numbers()
    named = [
        f"{numbers[each.question][0]}.{numbers[each.question][1]}"
        for each in review.answers.values()
        if each.question in numbers and max(len(each.note), len(each.reason)) > LONGEST_TEXT
    ]
    if named:
        value = _("the texts of {questions}; they were left out here and stay as they are.")
        yield _Line(text=_("Too long for a cell"), value=value.format(questions=", ".join(named)))


def _way_back(review: Review, *, blank: bool) -> Iterator[_Line]:
    yield _Line()
    yield _Line(text=_("For the way back"), look=Look.HEADING)
    yield _Line(text=_("By these lines the file is recognised when it comes back. Please leave them as they are."))
    yield _Line(FORMAT_KEY, _("Form"), str(FORMAT), Look.QUIET)
    yield _Line(ASSESSMENT_KEY, _("Assessment"), str(review.assessment.id), Look.QUIET)
    yield _Line(SERVICE_KEY, _("Service"), review.service.name, Look.QUIET)
    yield _Line(REVIEW_KEY, _("Review"), review.assessment.title, Look.QUIET)
    yield _Line(BLANK_KEY, _("Sent blank"), "yes" if blank else "no", Look.QUIET)
    for pack_id, pack_hash in pack_hashes(review).items():
        yield _Line(PACK_KEY, _("Pack"), f"{pack_id} {pack_hash}", Look.QUIET)
    for question_id in review.numbers():
        yield _Line(QUESTION_KEY, _("Question"), question_id, Look.QUIET)


def pack_hashes(review: Review) -> Mapping[str, str]:
    """Return the hash of each pack of a review, by id."""
    return {use.pack_id: use.pack_hash for use in review.assessment.packs}
