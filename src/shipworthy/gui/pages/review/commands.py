"""What a review offers to the command palette: the acts of its keys and its questions."""

from collections.abc import Callable, Iterator
from functools import partial

from shipworthy.domain.pack import bare_id
from shipworthy.domain.review import Review
from shipworthy.gui.command import Command
from shipworthy.gui.pages.review.course import Course
from shipworthy.gui.pages.review.keys import BINDINGS, Act, describe, key_of
from shipworthy.text import _
from shipworthy.wording import Wording

# A choice needs its number, and the others only make sense where the focus is.
_BY_KEY_ALONE = frozenset({Act.CHOOSE, Act.MOVE_ON, Act.BACK})


def act_commands(
    act: Callable[[Act], None], single_keys: bool, *, is_carried: bool, in_session: bool
) -> Iterator[Command]:
    """Yield a command for each key that acts on the question shown."""
    for binding in BINDINGS:
        acts_now = (is_carried or binding.act is not Act.CONFIRM) and (in_session or not binding.in_session)
        if acts_now and binding.act not in _BY_KEY_ALONE:
            yield Command(
                _("This question"),
                describe(binding.act),
                partial(act, binding.act),
                keys=key_of(binding.act, single_keys),
            )


def question_commands(review: Review, course: Course, wording: Wording, go: Callable[[str], None]) -> Iterator[Command]:
    """Yield a command for each question that applies, which goes to it."""
    for asked in review.applying():
        state = wording.state(review.answer(asked.id).state)
        yield Command(
            _("Questions of {service}").format(service=review.service.name),
            f"{course.position(asked.id).number}  {asked.question.text}",
            partial(go, asked.id),
            f"{bare_id(asked.id)} · {state}",
        )
