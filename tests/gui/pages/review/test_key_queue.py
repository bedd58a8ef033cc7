"""Key queue: whatever happens in whatever order, every intent is acted on once, in order, and never during a commit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.gui.pages.review.key_queue import KeyQueue


def test_intents_wait_for_the_commit_and_keep_their_order() -> None:
    done: list[str] = []
    queue: KeyQueue[str] = KeyQueue(done.append)
    queue.offer("a")
    queue.begin()
    queue.offer("b")
    queue.offer("c")
    queue.put_first("before b")
    assert done == ["a"]
    assert len(queue) == 3
    queue.committed()
    assert done == ["a", "before b", "b", "c"]
    assert not queue.is_committing


def test_a_failed_commit_forgets_what_waited() -> None:
    done: list[str] = []
    queue: KeyQueue[str] = KeyQueue(done.append)
    queue.begin()
    queue.offer("b")
    queue.failed()
    queue.offer("c")
    assert done == ["c"]


def test_two_commits_at_once_are_a_bug() -> None:
    queue: KeyQueue[str] = KeyQueue(lambda _intent: None)
    queue.begin()
    with pytest.raises(RuntimeError):
        queue.begin()


def test_an_intent_that_offers_another_does_not_overtake() -> None:
    done: list[str] = []

    def act(intent: str) -> None:
        done.append(intent)
        if intent == "a":
            queue.offer("last")
            done.append("a ends")

    queue: KeyQueue[str] = KeyQueue(act)
    queue.begin()
    queue.offer("a")
    queue.offer("b")
    queue.committed()
    assert done == ["a", "a ends", "b", "last"]


@given(events=st.lists(st.sampled_from(["key", "commit ends"]), max_size=60), commits=st.sets(st.integers(0, 59)))
def test_every_key_acts_once_in_order_and_none_during_a_commit(events: list[str], commits: set[int]) -> None:
    acted: list[int] = []

    def act(number: int) -> None:
        assert not queue.is_committing
        acted.append(number)
        if number in commits:
            queue.begin()

    queue: KeyQueue[int] = KeyQueue(act)
    pressed = 0
    for event in events:
        if event == "key":
            queue.offer(pressed)
            pressed += 1
        elif queue.is_committing:
            queue.committed()
    while queue.is_committing:
        queue.committed()
    assert acted == list(range(pressed))
