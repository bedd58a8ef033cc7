"""Templates: kept from a review or from a file, by a name of their own, and taken out of the offer."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.errors import UserError
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.session import Session
from shipworthy.workflows.starting import StartPlan, start_review
from shipworthy.workflows.templates import (
    add_template,
    archive_template,
    find_template,
    list_templates,
    save_template,
)
from shipworthy.workflows.undo import undo_changes

ANSWERS = """\
pack: backend-engineering
assessor: Priya Raman
answers:
  security.secrets: manager
  shutdown.logs: {choice: flushed, note: By the platform's agent., marked: true}
  security.rotation: unknown
  failure.retries: {note: Only a note.}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return an answers file of the platform team."""
    path = tmp_path / "platform.yaml"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def test_a_file_becomes_a_template_of_its_answers(session: Session, file: Path) -> None:
    saved = add_template(session, file, " The  platform ", "Runs on Kubernetes").template
    assert list_templates(session) == (saved,)
    assert (saved.name, saved.summary) == ("The platform", "Runs on Kubernetes")
    by_id = {answer.question.partition("/")[2]: answer for answer in saved.answers}
    assert set(by_id) == {"security.secrets", "shutdown.logs", "security.rotation"}
    assert {answer.answered_by for answer in saved.answers} == {"Priya Raman"}
    assert not any(answer.marked or answer.carried for answer in saved.answers)
    assert find_template(session, "the PLATFORM") == saved


def test_answers_of_a_review_become_a_template_and_undo_takes_it_back(session: Session) -> None:
    assessment = begin_review(session, [small_pack()])
    answer = replace(Answer("small/first"), state=AnswerState.ANSWERED, choices=("b",), marked=True)
    record_answers(session, assessment.id, [answer])
    saved = save_template(session, assessment.id, "Platform", "", ["small/first", "small/last"])
    (template,) = list_templates(session)
    assert [(each.question, each.choices, each.marked) for each in template.answers] == [("small/first", ("b",), False)]
    assert saved.name == "added the template “Platform”"
    back = undo_changes(session, assessment.id, saved.sequences)
    assert list_templates(session) == ()
    undo_changes(session, assessment.id, back.sequences)
    assert [each.name for each in list_templates(session)] == ["Platform"]


def test_an_archived_template_is_no_longer_offered_and_frees_its_name(session: Session, file: Path) -> None:
    template = add_template(session, file, "Platform").template
    archive_template(session, template.id)
    assert list_templates(session) == ()
    service = begin_review(session, [small_pack()]).service
    plan = StartPlan((small_pack(),), templates=(template.id,), beside_open=True)
    with pytest.raises(UserError, match="no longer offered"):
        start_review(session, service, plan)
    assert add_template(session, file, "Platform").template.id != template.id


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_a_template_needs_a_name(session: Session, file: Path, name: str) -> None:
    with pytest.raises(UserError, match="needs a name"):
        add_template(session, file, name)
    assert list_templates(session) == ()


def test_a_name_is_taken_once_whatever_its_capitals(session: Session, file: Path) -> None:
    add_template(session, file, "Platform")
    with pytest.raises(UserError, match="There is a template “PLATFORM” already"):
        add_template(session, file, "PLATFORM")
    assert len(list_templates(session)) == 1


def test_a_file_without_answers_or_pack_is_refused(session: Session, file: Path) -> None:
    file.write_text("pack: backend-engineering\nanswers: {}\n", encoding="utf-8")
    with pytest.raises(UserError, match="at least one answer"):
        add_template(session, file, "Platform")
    file.write_text("answers: {}\n", encoding="utf-8")
    with pytest.raises(UserError, match="names no pack"):
        add_template(session, file, "Platform")


def test_a_name_that_is_not_there_is_told_with_the_nearest(session: Session, file: Path) -> None:
    with pytest.raises(UserError) as none:
        find_template(session, "Platform")
    assert "shipworthy template add" in none.value.hint
    add_template(session, file, "Platform")
    with pytest.raises(UserError) as near:
        find_template(session, "Platfrom")
    assert "Platform" in near.value.hint
