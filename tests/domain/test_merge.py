"""Merging: what one side changed is taken, what both changed is a conflict, and nothing anybody said is lost."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.domain.merge_play import WORDS, Play

from shipworthy.domain.assessment import Answer, AnswerState, Confidence, Dissent, Evidence, EvidenceKind
from shipworthy.domain.lineage import SeenState, Standpoint, common_state, for_others, next_generation
from shipworthy.domain.merge import ConflictKey, Merged, Merging, Part, Pick

MERGING = Merging(WORDS, "Amira", "Jonas")
EARLY, LATE = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
BLANK = Answer("p/a")
SOME = Answer("p/a", state=AnswerState.ANSWERED, choices=("some",), answered_by="Amira", answered_at=EARLY, version=7)
ALL = replace(SOME, choices=("all",), answered_by="Jonas", answered_at=LATE, version=0)
NONE = replace(SOME, choices=("none",), answered_by="Chen")
LINK, TEXT, FILE = (Evidence(kind, kind) for kind in (EvidenceKind.LINK, EvidenceKind.TEXT, EvidenceKind.FILE))


def merged(before: Answer, mine: Answer, theirs: Answer, pick: Pick | None = None, withheld: bool = False) -> Merged:
    picks = {ConflictKey("p/a", "", part): pick for part in Part} if pick else {}
    return MERGING.merge([before], [mine], [theirs], {("p/a", "")} if withheld else (), picks)


def only(result: Merged) -> Answer:
    (answer,) = result.answers
    return answer


def test_what_they_alone_changed_is_taken_with_its_author_and_my_row_version() -> None:
    result = merged(SOME, SOME, ALL)
    assert result.conflicts == ()
    assert only(result) == replace(ALL, version=7)


@pytest.mark.parametrize(("before", "mine", "theirs"), [(SOME, ALL, SOME), (SOME, ALL, ALL), (SOME, SOME, SOME)])
def test_nothing_changes_where_they_changed_nothing_or_the_same(before: Answer, mine: Answer, theirs: Answer) -> None:
    assert merged(before, mine, theirs) == Merged((), ())


def test_an_answer_only_they_have_comes_in() -> None:
    assert MERGING.merge([], [], [replace(ALL, assessor="Ben")]).answers == (replace(ALL, assessor="Ben"),)


def test_an_answer_they_do_not_have_yet_stays() -> None:
    assert MERGING.merge([], [SOME], []) == Merged((), ())


@pytest.mark.parametrize(
    ("pick", "choices", "author", "kept"),
    [
        (Pick.MINE, ("none",), "Chen", "Jonas answered: answered all"),
        (Pick.BOTH, ("none",), "Chen", "Jonas answered: answered all"),
        (Pick.THEIRS, ("all",), "Jonas", "Chen answered: answered none"),
    ],
)
def test_the_answer_that_is_not_picked_stays_in_the_note(
    pick: Pick, choices: tuple[str, ...], author: str, kept: str
) -> None:
    result = merged(SOME, replace(NONE, note="Seen."), replace(ALL, note=""), pick)
    assert [conflict.part for conflict in result.conflicts] == [Part.ANSWER]
    answer = only(result)
    assert (answer.choices, answer.answered_by) == (choices, author)
    assert answer.note == f"Seen.\n\n{kept}"


def test_both_takes_theirs_where_i_took_mine_back() -> None:
    cleared = replace(SOME, state=AnswerState.UNANSWERED, choices=())
    assert only(merged(SOME, cleared, ALL, Pick.BOTH)).choices == ("all",)
    assert only(merged(SOME, cleared, ALL, Pick.BOTH)).note == ""
    mine = merged(SOME, cleared, ALL, Pick.MINE)
    assert (only(mine).state, only(mine).note) == (AnswerState.UNANSWERED, "Jonas answered: answered all")


def test_confidence_belongs_to_the_answer() -> None:
    low, high = replace(SOME, confidence=Confidence.LOW), replace(SOME, confidence=Confidence.HIGH)
    assert [each.part for each in merged(SOME, low, high).conflicts] == [Part.ANSWER]
    assert merged(SOME, low, SOME) == Merged((), ())


@pytest.mark.parametrize(
    ("pick", "note"),
    [
        (Pick.BOTH, "Amira wrote: mine\n\nJonas wrote: theirs"),
        (Pick.MINE, "mine\n\nJonas wrote: theirs"),
        (Pick.THEIRS, "theirs\n\nAmira wrote: mine"),
    ],
)
def test_the_note_that_is_not_picked_stays_below(pick: Pick, note: str) -> None:
    mine, theirs = replace(SOME, note="mine"), replace(SOME, note="theirs", answered_by="Jonas")
    result = merged(replace(SOME, note="before"), mine, theirs, pick)
    assert [conflict.part for conflict in result.conflicts] == [Part.NOTE]
    assert only(result).note == note


def test_a_note_that_holds_the_other_stands_once() -> None:
    mine, theirs = replace(SOME, note="It is so."), replace(SOME, note="It is so. Always.")
    assert only(merged(SOME, mine, theirs, Pick.BOTH)).note == "It is so. Always."
    assert only(merged(SOME, mine, theirs, Pick.THEIRS)).note == "It is so. Always."
    assert merged(SOME, theirs, mine, Pick.BOTH).answers == ()


@pytest.mark.parametrize("pick", Pick)
@pytest.mark.parametrize(("one", "other"), [("No", "Nothing is missing."), ("Seen", "Seen by nobody")])
def test_a_note_is_not_taken_for_part_of_another_word_or_sentence(pick: Pick, one: str, other: str) -> None:
    for mine, theirs in ((one, other), (other, one)):
        note = only(merged(SOME, replace(SOME, note=mine), replace(SOME, note=theirs), pick)).note
        assert sorted(part.split("wrote: ")[-1] for part in note.split("\n\n")) == sorted((one, other))


def test_an_answer_and_a_note_of_two_people_go_together() -> None:
    answer = only(merged(SOME, replace(SOME, note="Seen."), ALL))
    assert (answer.choices, answer.note, answer.answered_by) == (("all",), "Seen.", "Jonas")


def test_a_note_that_was_not_sent_is_not_taken_for_removed() -> None:
    secret = replace(SOME, note="secret", note_internal=True)
    sent = replace(SOME, note="", note_internal=False)
    shared = replace(secret, note_internal=False)
    assert merged(shared, secret, sent, withheld=True).answers == ()
    assert merged(shared, shared, sent, withheld=True).answers == ()
    assert only(merged(shared, shared, sent)).note == ""  # removed, had it not been for the list


def test_internal_words_do_not_become_shared() -> None:
    mine = replace(SOME, note="mine", note_internal=True)
    for theirs in (replace(SOME, note="theirs"), replace(SOME, note="before", note_internal=False)):
        result = merged(replace(SOME, note="before", note_internal=True), mine, theirs, Pick.BOTH)
        assert all(answer.note_internal for answer in result.answers)
    assert only(merged(SOME, SOME, mine)).note_internal
    assert not only(merged(mine, mine, replace(mine, note_internal=False))).note_internal


def test_evidence_of_both_is_joined_and_removed_only_where_it_was_unchanged() -> None:
    before = replace(SOME, evidence=(LINK, TEXT))
    dated = replace(TEXT, title="Load test")
    answer = only(merged(before, replace(before, evidence=(dated,)), replace(before, evidence=(LINK, FILE))))
    assert answer.evidence == (dated, FILE)
    assert merged(before, before, replace(before, evidence=(TEXT, LINK))).answers == ()


def test_dissent_of_both_is_joined_and_a_mark_of_either_stays() -> None:
    mine, theirs = Dissent("Eve", "too soon"), Dissent("Ben", "too late")
    answer = only(merged(SOME, replace(SOME, dissent=(mine,)), replace(SOME, dissent=(theirs,), marked=True)))
    assert (answer.dissent, answer.marked) == ((mine, theirs), True)
    assert merged(SOME, replace(SOME, marked=True), SOME).answers == ()
    assert not only(merged(replace(SOME, marked=True), replace(SOME, marked=True), SOME)).marked


def test_dissent_of_one_person_stands_in_one_place() -> None:
    mine, theirs = (replace(SOME, dissent=(Dissent(name, text),)) for name, text in (("Eve", "late"), ("eve", "dear")))
    assert only(merged(SOME, mine, theirs)).dissent == (Dissent("Eve", "late\n\ndear"),)


def test_without_a_common_state_only_what_differs_is_a_conflict() -> None:
    result = MERGING.merge([], [SOME], [ALL])
    assert [conflict.key for conflict in result.conflicts] == [ConflictKey("p/a", "", Part.ANSWER)]
    assert MERGING.merge([], [SOME], [replace(SOME, version=0, answered_by="Eve")]) == Merged((), ())


def test_nothing_is_lost_whatever_the_order() -> None:
    lost = {seed: missing for seed in range(150) if (missing := Play(seed, people=2 + seed % 2).run(40))}
    assert lost == {}


AMIRA, JONAS, CHEN = (uuid.UUID(int=number) for number in (1, 2, 3))


def state(store: uuid.UUID, sequence: int, generation: int = 1) -> SeenState:
    return SeenState(store, sequence, f"{store.int}-{sequence}", generation, ())


def at(store: uuid.UUID, newest: int, *seen: SeenState) -> Standpoint:
    return Standpoint(store, tuple(f"{store.int}-{number}" for number in range(newest + 1)), seen)


def test_a_reply_was_made_from_what_i_sent() -> None:
    sent = state(AMIRA, 5)
    assert common_state(at(AMIRA, 9), at(JONAS, 4, sent), state(JONAS, 4, 2)) == sent


def test_a_second_bundle_was_made_from_the_first() -> None:
    first = state(AMIRA, 5)
    assert common_state(at(JONAS, 4, first), at(AMIRA, 9), state(AMIRA, 9)) == first


def test_the_newest_common_state_counts() -> None:
    first, reply = state(AMIRA, 5), state(JONAS, 4, 2)
    assert common_state(at(JONAS, 8, first), at(AMIRA, 9, reply), state(AMIRA, 9, 3)) == reply


def test_a_third_store_may_be_what_two_have_in_common() -> None:
    early, late = state(CHEN, 3), state(CHEN, 6)
    assert common_state(at(AMIRA, 1, early), at(JONAS, 1, late), state(JONAS, 1, 2)) == early


def test_a_store_that_went_back_to_a_backup_began_from_nothing_it_sent_later() -> None:
    sent = replace(state(AMIRA, 5), mark="before the backup")
    assert common_state(at(AMIRA, 9), at(JONAS, 4, sent), state(JONAS, 4, 2)) is None
    assert common_state(at(JONAS, 4, sent), at(AMIRA, 9), state(AMIRA, 9)) is None


def test_a_review_that_was_sent_blank_is_a_common_state() -> None:
    blank = replace(state(AMIRA, 5), mark="")
    assert common_state(at(AMIRA, 9), at(JONAS, 4, blank), state(JONAS, 4, 2)) == blank


def test_a_generation_is_above_all_it_was_made_from() -> None:
    assert next_generation([]) == 1
    assert next_generation([state(AMIRA, 1, 4), state(CHEN, 1, 2)]) == 5


def test_a_note_that_one_of_two_stores_never_got_is_none_they_began_from() -> None:
    full = replace(state(CHEN, 3), answers=(replace(SOME, note="seen by Jonas alone"),))
    late = replace(state(CHEN, 7), withheld=(("p/a", ""),), answers=(SOME,))
    base = common_state(at(AMIRA, 1, late), at(JONAS, 1, full), state(JONAS, 1, 2))
    assert base == replace(full, withheld=(("p/a", ""),), answers=(SOME,))


def test_what_is_kept_back_for_others_is_so_of_earlier_states_too() -> None:
    mine = replace(state(AMIRA, 5), answers=(replace(SOME, note="secret", note_internal=True),))
    earlier = replace(state(JONAS, 3), answers=(replace(SOME, note="was shared"), replace(ALL, assessor="Ben")))
    sent, (seen,) = for_others(mine, [earlier])
    assert (sent.answers, sent.withheld) == ((SOME,), (("p/a", ""),))
    assert (seen.answers, seen.withheld) == ((SOME, replace(ALL, assessor="Ben")), (("p/a", ""),))
