"""The list of what can be taken back."""

from uuid import uuid4

from shipworthy.workflows.undo import LIMIT, Step, UndoHistory

REVIEW = uuid4()


def step(number: int, name: str = "") -> Step:
    return Step(REVIEW, (number,), name or f"change {number}")


def test_an_empty_history_offers_nothing() -> None:
    history = UndoHistory()
    assert history.next_undo() is None
    assert history.next_redo() is None


def test_undo_and_redo_keep_the_name_and_follow_the_newest_sequence() -> None:
    history = UndoHistory()
    history.did(step(1, "answered a"))
    history.took_back(step(2, "cleared a"))
    assert history.next_undo() is None
    assert history.next_redo() == step(2, "answered a")
    history.did_again(step(3, "answered a again"))
    assert history.next_undo() == step(3, "answered a")
    assert history.next_redo() is None


def test_a_new_change_ends_what_could_be_done_again() -> None:
    history = UndoHistory()
    history.did(step(1))
    history.took_back(step(2))
    history.did(step(3))
    assert history.next_redo() is None
    assert history.next_undo() == step(3)


def test_the_oldest_steps_fall_out_after_a_hundred() -> None:
    history = UndoHistory()
    for number in range(LIMIT + 5):
        history.did(step(number))
    assert len(history.done) == LIMIT
    assert history.done[0] == step(5)


def test_steps_of_a_sealed_review_are_forgotten_and_those_of_others_stay() -> None:
    history, other = UndoHistory(), uuid4()
    history.did(step(1))
    history.did(Step(other, (2,), "answered b"))
    history.did(step(3))
    history.took_back(step(4))
    history.forget(REVIEW)
    assert history.next_undo() == Step(other, (2,), "answered b")
    assert history.next_redo() is None
