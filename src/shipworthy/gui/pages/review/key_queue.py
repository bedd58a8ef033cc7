"""What is pressed while an answer is being committed waits here: none is dropped, none reaches the question before.

Without Qt, so that its one promise can be tested in every order of events.
"""

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

Intent = TypeVar("Intent")


class KeyQueue(Generic[Intent]):
    """Passes intents on one by one, and holds them back while a commit is under way.

    `act` may call `begin`: then the intents behind it wait until `committed`, and are forgotten by `failed`, because
    they were meant for a question that did not come.
    """

    def __init__(self, act: Callable[[Intent], None]) -> None:
        self._act = act
        self._waiting: deque[Intent] = deque()
        self._committing = False
        self._passing_on = False

    @property
    def is_committing(self) -> bool:
        """Tell whether a commit is under way."""
        return self._committing

    def __len__(self) -> int:
        return len(self._waiting)

    def offer(self, intent: Intent) -> None:
        """Act on an intent now, or when all before it are done."""
        self._waiting.append(intent)
        self._pass_on()

    def put_first(self, intent: Intent) -> None:
        """Let an intent wait before all others, such as a step that must save a note first; it is acted on later."""
        self._waiting.appendleft(intent)

    def begin(self) -> None:
        """Hold everything back: a commit has started."""
        if self._committing:
            raise RuntimeError("A commit is under way already")
        self._committing = True

    def committed(self) -> None:
        """Pass on what waited: the commit is done and the page shows its outcome."""
        self._committing = False
        self._pass_on()

    def failed(self) -> None:
        """Forget what waited: the question stays."""
        self._committing = False
        self._waiting.clear()

    def _pass_on(self) -> None:
        # An intent that commits at once ends up here again: the outer loop goes on with the rest, in order.
        if self._passing_on:
            return
        self._passing_on = True
        try:
            while self._waiting and not self._committing:
                self._act(self._waiting.popleft())
        finally:
            self._passing_on = False
