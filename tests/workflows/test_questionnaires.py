"""The questionnaire's way to the team and back: what is filled in arrives, everything else stays as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.exchange.workbooks import QUESTIONS, columns, edit, fill, part, replace_part, rows, say
from tests.storage.server import SERVER
from tests.workflows.builders import sample_reviews

from shipworthy.domain.assessment import Answer, AnswerState, Confidence, Evidence, EvidenceKind, NotApplicableType
from shipworthy.domain.incoming import Effect
from shipworthy.domain.pack import Select
from shipworthy.domain.review import Review
from shipworthy.errors import InvalidFile, UserError
from shipworthy.exchange.sheets import LONGEST_TEXT
from shipworthy.workflows.facts import blank_facts
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.questionnaires import (
    export_questionnaire,
    import_questionnaire,
    preview_questionnaire,
)
from shipworthy.workflows.reviews import open_review, record_answer, record_answers, start_assessment
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes


@pytest.fixture
def reviews(session: Session) -> dict[str, Review]:
    """Return the reviews of the sample services, by name; `returns` has the most questions."""
    return sample_reviews(session)


@pytest.fixture
def fresh(session: Session) -> Review:
    """Return a review of a service of which every fact holds, in which nothing is answered yet."""
    facts = {line.definition.id: True for line in blank_facts(session)}
    service = save_service(session, replace(blank_service(session), name="refunds", facts=facts))
    started = start_assessment(session, service.id, [find_pack("backend-engineering")], "Autumn review")
    return open_review(session, started.id)


def _ids(review: Review, select: Select = Select.ONE) -> list[str]:
    return [item.id for item in review.applying() if item.question.select is select]


def test_a_filled_questionnaire_comes_back_as_answers(session: Session, fresh: Review, tmp_path: Path) -> None:
    path = export_questionnaire(session, fresh.assessment.id, tmp_path / "blank.xlsx")
    ids, many = _ids(fresh), _ids(fresh, Select.MANY)[0]
    labelled = fresh.questionnaire.asked[ids[1]].question.choices[2]
    fill(
        path,
        {
            ids[0]: {"answer": 2, "note": "=1+1", "confidence": "High"},
            ids[1]: {"answer": f" {labelled.label.upper()} ", "note": "Größe 👩\u200d🚀", "internal": "yes"},
            ids[2]: {"answer": "Not applicable (business priority)", "reason": "\u200fلا ينطبق على هذه الخدمة"},
            ids[3]: {
                "answer": "unknown",
                "evidence": "Load test: https://a.example/x [2026-11-01]\nSeen in the meeting",
            },
            ids[4]: {"answer": "compensated", "reason": "The proxy does it."},
            ids[5]: {"note": "We shall look."},
            ids[6]: {"answer": "1", "reason": "Because of the old client."},
            many: {"answer": "2, 3"},
        },
        "Jonas Weber",
    )
    preview = preview_questionnaire(session, fresh.assessment.id, path)
    assert preview.filled_in_by == "Jonas Weber"
    assert preview.left_out == ()
    assert len(preview.lines) == len(fresh.applying()) >= 55
    assert {line.effect for line in preview.effects} == {Effect.NEW}
    assert len(preview.effects) == preview.count(Effect.NEW) == 8
    assert open_review(session, fresh.assessment.id).answers == {}  # nothing is written yet

    recorded = import_questionnaire(session, preview, [line.question for line in preview.effects])
    answers = recorded.review.answers
    assert recorded.name == "imported 8 answers from blank.xlsx"
    assert len(recorded.sequences) == len(answers) == 8
    first = fresh.questionnaire.asked[ids[0]].question.choices[1].id
    assert (answers[ids[0]].state, answers[ids[0]].choices) == (AnswerState.ANSWERED, (first,))
    assert (answers[ids[0]].note, answers[ids[0]].confidence) == ("=1+1", Confidence.HIGH)
    assert answers[ids[1]].choices == (labelled.id,)
    assert (answers[ids[1]].note, answers[ids[1]].note_internal) == ("Größe 👩\u200d🚀", True)
    assert answers[ids[2]].not_applicable_type is NotApplicableType.BUSINESS_PRIORITY
    assert answers[ids[2]].reason == "\u200fلا ينطبق على هذه الخدمة"
    assert answers[ids[3]].state is AnswerState.UNKNOWN
    assert answers[ids[3]].evidence == (
        Evidence(EvidenceKind.LINK, "https://a.example/x", "Load test", date(2026, 11, 1)),
        Evidence(EvidenceKind.TEXT, "Seen in the meeting"),
    )
    assert (answers[ids[4]].state, answers[ids[4]].reason) == (AnswerState.COMPENSATED, "The proxy does it.")
    assert (answers[ids[5]].state, answers[ids[5]].note) == (AnswerState.UNANSWERED, "We shall look.")
    assert answers[ids[6]].note == "Because of the old client."  # said is said, though a choice takes no reason
    asked = fresh.questionnaire.asked[many].question.choices
    assert answers[many].choices == (asked[1].id, asked[2].id)
    assert {answer.answered_by for answer in answers.values()} == {"Jonas Weber"}
    with session.store.read() as tx:
        assert {tx.changes.get(each).actor for each in recorded.sequences} == {"Amira"}


@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("name", ["checkout", "parcel-tracking", "returns"])
def test_what_comes_back_as_it_left_changes_nothing(
    session: Session, reviews: dict[str, Review], tmp_path: Path, name: str, blank: bool
) -> None:
    review = reviews[name]
    path = export_questionnaire(session, review.assessment.id, tmp_path / "q.xlsx", blank=blank)
    edit(path, lambda _workbook: None)  # another program saves it
    preview = preview_questionnaire(session, review.assessment.id, path)
    assert preview.effects == ()
    assert preview.count(Effect.UNCHANGED) == len(review.applying())
    with pytest.raises(UserError, match="nothing to import"):
        import_questionnaire(session, preview, [line.question for line in preview.lines])


@pytest.mark.parametrize("blank", [True, False])
def test_a_note_that_the_file_does_not_show_stays_here_and_is_never_written_over(
    session: Session, fresh: Review, tmp_path: Path, blank: bool
) -> None:
    internal, shared = _ids(fresh)[:2]
    record_answers(
        session,
        fresh.assessment.id,
        [Answer(internal, note="For us alone: nothing works.", note_internal=True), Answer(shared, note="Seen by us.")],
    )
    path = export_questionnaire(session, fresh.assessment.id, tmp_path / "q.xlsx", blank=blank)
    texts = [str(cell.value) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert "For us alone: nothing works." not in texts
    assert ("Seen by us." in texts) is not blank

    fill(path, {internal: {"note": "No", "internal": "no"}, shared: {"note": "The team's own words."}})
    preview = preview_questionnaire(session, fresh.assessment.id, path)
    answers = import_questionnaire(session, preview, [internal, shared]).review.answers
    assert (answers[internal].note, answers[internal].note_internal) == ("For us alone: nothing works.\n\nNo", True)
    assert answers[shared].note == ("Seen by us.\n\n" if blank else "") + "The team's own words."
    assert preview_questionnaire(session, fresh.assessment.id, path).effects == ()  # the same file again


HARD_NOTES = [
    "=1+1",
    "  spaces around  ",
    "two\r\nlines\rand three",
    "\x1b[31mcontrol\x00",
    "_x0041_",
    "x" * (LONGEST_TEXT + 1),
    "\u200fمرحبا",
    "👩\u200d🚀",
    "<b>&amp;",
    "trailing\n",
]


def test_hard_texts_come_back_unchanged(session: Session, fresh: Review, tmp_path: Path) -> None:
    ids = _ids(fresh)
    evidence = (
        Evidence(EvidenceKind.FILE, "ab" * 32, "report.pdf", date(2026, 1, 2), date(2027, 1, 2)),
        Evidence(EvidenceKind.PROBE, "timeout: 3s", "main.go:412"),
        Evidence(EvidenceKind.TEXT, "two\nlines"),
    )
    # A server of PostgreSQL's refuses that one character; tests/storage/test_answers.py.
    notes = [note.replace("\x00", "") for note in HARD_NOTES] if SERVER else HARD_NOTES
    answers = [Answer(each, note=note, evidence=evidence) for each, note in zip(ids, notes, strict=False)]
    review = record_answers(session, fresh.assessment.id, answers).review
    path = export_questionnaire(session, fresh.assessment.id, tmp_path / "q.xlsx", blank=False)
    assert preview_questionnaire(session, fresh.assessment.id, path).effects == ()
    texts = [cell.value for cell in openpyxl.load_workbook(path)["Read me"]["B"]]
    assert "Too long for a cell" in texts
    assert open_review(session, fresh.assessment.id).answers == review.answers


def test_an_import_adds_and_changes_but_never_deletes(session: Session, fresh: Review, tmp_path: Path) -> None:
    ids = _ids(fresh)
    link = Evidence(EvidenceKind.LINK, "https://a.example")
    choice = fresh.questionnaire.asked[ids[0]].question.choices
    before = Answer(
        ids[0], state=AnswerState.ANSWERED, choices=(choice[0].id,), note="Kept", evidence=(link,), marked=True
    )
    record_answer(session, fresh.assessment.id, before)
    path = export_questionnaire(session, fresh.assessment.id, tmp_path / "q.xlsx")
    fill(path, {ids[0]: {"answer": "2", "evidence": "New"}})
    preview = preview_questionnaire(session, fresh.assessment.id, path)
    (line,) = preview.effects
    assert line.effect is Effect.CHANGED
    after = import_questionnaire(session, preview, [ids[0]]).review.answers[ids[0]]
    assert (after.choices, after.note, after.marked) == ((choice[1].id,), "Kept", True)
    assert after.evidence == (link, Evidence(EvidenceKind.TEXT, "New"))
    assert after.answered_by == "Amira"  # the file does not say who filled it in


def test_only_what_is_chosen_is_imported_and_undo_takes_it_all_back(
    session: Session, reviews: dict[str, Review], tmp_path: Path
) -> None:
    review = reviews["returns"]
    ids = _ids(review)
    path = export_questionnaire(session, review.assessment.id, tmp_path / "q.xlsx")
    fill(path, {each: {"answer": "unknown"} for each in ids[:20]} | {each: {"note": "New"} for each in ids[20:30]})
    preview = preview_questionnaire(session, review.assessment.id, path)
    chosen = [line.question for line in preview.effects][3:]
    recorded = import_questionnaire(session, preview, chosen)
    assert len(recorded.sequences) == len(chosen) > 20
    left = [line.question for line in preview.effects][:3]
    assert all(recorded.review.answers.get(each) == review.answers.get(each) for each in left)
    undone = undo_changes(session, review.assessment.id, recorded.sequences)
    assert undone.review is not None
    _same(undone.review, review)
    again = undo_changes(session, review.assessment.id, undone.sequences)
    assert again.review is not None
    _same(again.review, recorded.review)


def _same(one: Review, other: Review) -> None:
    assert one.answers.keys() == other.answers.keys()
    assert all(replace(one.answers[each], version=0) == replace(other.answers[each], version=0) for each in one.answers)


def test_the_same_answer_confirms_a_carried_one_only_if_it_was_given_anew(
    session: Session, fresh: Review, tmp_path: Path
) -> None:
    ids = _ids(fresh)
    with session.begin() as tx:
        choice = fresh.questionnaire.asked[ids[0]].question.choices[1].id
        tx.answers.save(
            fresh.assessment.id,
            Answer(ids[0], state=AnswerState.ANSWERED, choices=(choice,), carried=True, answered_by="Last year"),
            action="carry",
        )
    filled = export_questionnaire(session, fresh.assessment.id, tmp_path / "filled.xlsx", blank=False)
    assert preview_questionnaire(session, fresh.assessment.id, filled).effects == ()
    blank = fill(export_questionnaire(session, fresh.assessment.id, tmp_path / "blank.xlsx"), {ids[0]: {"answer": 2}})
    preview = preview_questionnaire(session, fresh.assessment.id, blank)
    assert [line.effect for line in preview.effects] == [Effect.CONFIRMED]
    answer = import_questionnaire(session, preview, ids).review.answers[ids[0]]
    assert (answer.carried, answer.answered_by) == (False, "Amira")


def test_an_answer_given_meanwhile_is_not_written_over(
    session: Session, colleague: Session, fresh: Review, tmp_path: Path
) -> None:
    ids = _ids(fresh)
    path = fill(
        export_questionnaire(session, fresh.assessment.id, tmp_path / "q.xlsx"),
        {ids[0]: {"answer": 2}, ids[1]: {"answer": 2}},
    )
    preview = preview_questionnaire(session, fresh.assessment.id, path)
    record_answer(colleague, fresh.assessment.id, Answer(ids[1], state=AnswerState.UNKNOWN))
    with pytest.raises(UserError):
        import_questionnaire(session, preview, ids)
    after = open_review(session, fresh.assessment.id).answers
    assert after.keys() == {ids[1]}
    assert after[ids[1]].state is AnswerState.UNKNOWN


def test_rows_in_another_order_more_columns_and_renamed_sheets_are_taken(
    session: Session, fresh: Review, tmp_path: Path
) -> None:
    ids = _ids(fresh)
    path = fill(export_questionnaire(session, fresh.assessment.id, tmp_path / "q.xlsx"), {ids[0]: {"answer": 2}})

    def shuffle(workbook: Any) -> None:
        sheet = workbook[QUESTIONS]
        lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for number, values in enumerate(reversed(lines), start=3):
            for column, value in enumerate([*values, "ours", 7], start=1):
                sheet.cell(number, column).value = value
        sheet.cell(2, 14).value = "Our own column"
        sheet.cell(len(lines) + 9, 14).value = "=1+1"  # nothing that we read
        sheet.title = "Fragen"
        workbook["Read me"].title = "Hinweise"
        workbook.move_sheet("Hinweise", 2)

    preview = preview_questionnaire(session, fresh.assessment.id, edit(path, shuffle))
    assert [line.question for line in preview.effects] == [ids[0]]
    assert [line.number for line in preview.lines][:3] == ["1.1", "1.2", "1.3"]


STRINGS = "xl/sharedStrings.xml"
Damage = Callable[[Any], object]


def _cell(workbook: Any, row: int, key: str) -> Any:
    sheet = workbook[QUESTIONS]
    return sheet.cell(row, columns(sheet)[key])


def _set(row: int, key: str, value: Any) -> Damage:
    def damage(workbook: Any) -> None:
        _cell(workbook, row, key).value = value

    return damage


BAD_CELLS: dict[str, tuple[Damage, str]] = {
    "a formula as answer": (_set(12, "answer", "=1+1"), "Questions!G12: This is a formula. Write what it should say"),
    "a formula as note": (_set(12, "note", '=HYPERLINK("x")'), "Questions!I12: This is a formula."),
    "a formula as id": (_set(12, "id", "=A1"), "Questions!M12: This row has no question id."),
    "an error": (_set(12, "note", "#REF!"), "Questions!I12: This is an error of a formula: #REF!."),
    "a date as answer": (_set(3, "answer", datetime(2026, 3, 2)), "Questions!G3: This is a date: 2026-03-02."),  # noqa: DTZ001
    "a truth as answer": (_set(3, "answer", True), "Questions!G3: “TRUE” is no answer to contract.first."),
    "an unknown word": (
        _set(3, "answer", "perhaps"),
        "Questions!G3: “perhaps” is no answer to contract.first. Write a",
    ),
    "a number too high": (
        _set(3, "answer", 9),
        "Questions!G3: “9” is no answer to contract.first. Write a number from 1",
    ),
    "two of one": (_set(3, "answer", "1, 2"), "Questions!G3: contract.first takes one choice, not 2."),
    "no reason": (_set(3, "answer", "N/A"), "Questions!H3: contract.first: not applicable needs a type and a reason."),
    "no justification": (
        _set(3, "answer", "compensated"),
        "Questions!H3: contract.first: a compensating control needs",
    ),
    "internal": (_set(3, "internal", "perhaps"), "Questions!J3: “perhaps” is neither yes nor no. Write yes or no"),
    "confidence": (_set(3, "confidence", "sure"), "Questions!K3: “sure” is no confidence. Write low or medium or high"),
    "a row without id": (
        lambda workbook: (_set(3, "id", None)(workbook), _set(3, "note", "said")(workbook)),
        "Questions!M3: This row has no question id.",
    ),
    "an unknown id": (_set(3, "id", "x/y"), "Questions!M3: The review has no question x/y."),
    "a row twice": (
        lambda workbook: _set(4, "id", _cell(workbook, 3, "id").value)(workbook),
        "Questions!M4: The question backend-engineering/contract.first stands in row 3 already.",
    ),
    "a row missing": (
        lambda workbook: workbook[QUESTIONS].delete_rows(3),
        "Questions: Rows of these questions are missing: backend-engineering/contract.first.",
    ),
    "rows missing": (lambda workbook: workbook[QUESTIONS].delete_rows(3, 30), "and 20 others. Put them back"),
}


@pytest.mark.parametrize("name", BAD_CELLS)
def test_each_bad_cell_is_told_with_its_place(session: Session, fresh: Review, tmp_path: Path, name: str) -> None:
    damage, expected = BAD_CELLS[name]
    path = edit(export_questionnaire(session, fresh.assessment.id, tmp_path / "q.xlsx"), damage)
    with pytest.raises(InvalidFile) as refusal:
        preview_questionnaire(session, fresh.assessment.id, path)
    assert any(expected in str(problem) for problem in refusal.value.problems), str(refusal.value)
    assert all(problem.file == str(path) and problem.fix for problem in refusal.value.problems)


def test_all_problems_are_told_at_once(session: Session, fresh: Review, tmp_path: Path) -> None:
    path = export_questionnaire(session, fresh.assessment.id, tmp_path / "q.xlsx")

    def damage(workbook: Any) -> None:
        for row in range(3, 15):
            _set(row, "answer", "=1+1")(workbook)
        _set(15, "answer", "perhaps")(workbook)
        workbook[QUESTIONS].delete_rows(40)

    with pytest.raises(InvalidFile, match="has 14 problems"):
        preview_questionnaire(session, fresh.assessment.id, edit(path, damage))
    assert open_review(session, fresh.assessment.id).answers == {}


def test_a_text_longer_than_a_cell_is_refused(session: Session, fresh: Review, tmp_path: Path) -> None:
    record_answer(session, fresh.assessment.id, Answer(_ids(fresh)[0], note="MARKER"))
    path = export_questionnaire(session, fresh.assessment.id, tmp_path / "q.xlsx", blank=False)
    longer = part(path, STRINGS).replace(b">MARKER<", b">" + b"x" * (LONGEST_TEXT + 1) + b"<")
    replace_part(path, STRINGS, longer)
    with pytest.raises(InvalidFile, match=r"Questions!I3: This text has 32768 characters; 32767 are allowed"):
        preview_questionnaire(session, fresh.assessment.id, path)


def test_files_that_are_not_this_reviews_are_refused(
    session: Session, reviews: dict[str, Review], fresh: Review, tmp_path: Path
) -> None:
    path = export_questionnaire(session, reviews["returns"].assessment.id, tmp_path / "q.xlsx")
    with pytest.raises(UserError, match=r"is for “.+” of returns, not for “Autumn review” of refunds"):
        preview_questionnaire(session, fresh.assessment.id, path)
    for key, value, message in (
        (
            "pack",
            "backend-engineering abc123",
            r"another content of the pack backend-engineering: abc123 there, \w{12} here",
        ),
        ("pack", "security 0123", "another content of the pack"),
        ("format", "2", r"comes from a newer Shipworthy \(form 2; this one reads 1\)"),
        ("format", "one", "is no questionnaire of Shipworthy: it does not say which form it has"),
    ):
        export_questionnaire(session, fresh.assessment.id, path)
        with pytest.raises(UserError, match=message):
            preview_questionnaire(session, fresh.assessment.id, say(path, key, value))


LAYOUTS: dict[str, tuple[Damage, str]] = {
    "no read me": (lambda workbook: workbook.remove(workbook["Read me"]), "its first sheet is not that of a"),
    "no questions": (lambda workbook: workbook.remove(workbook[QUESTIONS]), "it has no sheet with the questions"),
    "no first row": (lambda workbook: workbook[QUESTIONS].delete_rows(1), "it has no sheet with the questions"),
    "no note": (lambda workbook: workbook[QUESTIONS].delete_cols(9), "these columns are missing: note"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_another_layout_is_refused(session: Session, fresh: Review, tmp_path: Path, name: str) -> None:
    damage, message = LAYOUTS[name]
    path = edit(export_questionnaire(session, fresh.assessment.id, tmp_path / "q.xlsx"), damage)
    with pytest.raises(UserError, match=f"is no questionnaire of Shipworthy: {message}") as refusal:
        preview_questionnaire(session, fresh.assessment.id, path)
    assert refusal.value.hint


def test_the_first_sheet_says_what_is_left_out_and_why(
    session: Session, reviews: dict[str, Review], tmp_path: Path
) -> None:
    path = export_questionnaire(session, reviews["checkout"].assessment.id, tmp_path / "q.xlsx")
    workbook = openpyxl.load_workbook(path)
    said = {row[1].value: row[2].value for row in workbook["Read me"].iter_rows(max_col=3)}
    hidden = len(reviews["checkout"].questionnaire.asked) - len(reviews["checkout"].applying())
    assert said["Left out"] == f"{hidden}, because:"
    assert said["Asked"] == str(len(reviews["checkout"].applying()))
    assert len(rows(workbook[QUESTIONS])) == len(reviews["checkout"].applying())
    assert any("read" in str(value) for value in said.values())
