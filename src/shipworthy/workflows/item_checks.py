"""What an item must be to be stored: its words, its state, and what it waits for."""

from collections.abc import Iterable, Sequence

from shipworthy.domain.remediation import LONGEST_NAME, LONGEST_TEXT, ItemState, RemediationItem, in_a_circle
from shipworthy.errors import UserError
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.session import Session

LONGEST_TITLE = 200
MOST_EFFORT = 10_000  # person-days
# Estimates are whole parts of a person-day, thousandths and thirds among them: a path counts all of them in one unit,
# which would soon be too fine for its solver.
PARTS_OF_A_DAY = 12_000


def check_item(session: Session, before: RemediationItem | None, item: RemediationItem) -> None:
    """Raise UserError for an item that cannot be stored in the place of the one `before` it, whatever it waits for."""
    _check_words(item)
    was_due = before.due if before else None
    if item.due is not None and item.due != was_due and item.due < session.today():
        raise UserError(
            _("“{title}” cannot be due on {day}: that day has passed.").format(
                title=item.title, day=Wording().date(item.due)
            ),
            _("Choose today or a later day, or leave the due date empty."),
        )
    _check_state(before, item)


def _check_words(item: RemediationItem) -> None:
    if not item.title or len(item.title) > LONGEST_TITLE or "\n" in item.title:
        raise UserError(
            _("The title of an item is one line of 1 to {count} characters.").format(count=LONGEST_TITLE),
            _("Say in a few words what is to be done."),
        )
    for what, text, most in (
        (_("owner"), item.owner, LONGEST_NAME),
        (_("ticket"), item.ticket, LONGEST_TEXT),
        (_("reason"), item.state_reason, LONGEST_TEXT),
    ):
        if len(text) > most:
            raise UserError(
                _("“{title}”: its {what} has {count} characters; {most} are allowed.").format(
                    title=item.title, what=what, count=len(text), most=most
                ),
                _("Shorten it; the description has room for more."),
            )
    if item.effort_days is not None and not 0 <= item.effort_days <= MOST_EFFORT:
        raise UserError(
            _("The effort of “{title}” lies outside 0 to {most} person-days.").format(
                title=item.title, most=MOST_EFFORT
            ),
            _("Estimate it in person-days, such as 2 or 0.5, or leave it empty."),
        )
    if item.effort_days is not None and PARTS_OF_A_DAY % item.effort_days.denominator:
        raise UserError(
            _("The effort of “{title}” is finer than estimates are.").format(title=item.title),
            _("Write at most three decimals, such as 0.125, or a third as 1/3."),
        )


def _check_state(before: RemediationItem | None, item: RemediationItem) -> None:
    was = before.state if before else ItemState.OPEN
    if item.state is ItemState.VERIFIED and was is not ItemState.VERIFIED:
        raise not_verified_by_hand(item)
    if item.state is ItemState.DROPPED and not item.state_reason:
        raise UserError(
            _("Dropping “{title}” needs a reason.").format(title=item.title),
            _("Say in a sentence why this work will not be done."),
        )


def not_verified_by_hand(item: RemediationItem) -> UserError:
    """Return why nobody can say of an item that it is verified."""
    return UserError(
        _("“{title}” cannot be set to verified by hand.").format(title=item.title),
        _("Say that it is done: the next decided review that finds its questions cured verifies it."),
    )


def check_needs(tx: Transaction, relinked: Sequence[RemediationItem], others: Iterable[RemediationItem] = ()) -> None:
    """Raise UserError where items wait for what is not there, or would wait for each other.

    `others` are those that the same action stores.
    """
    if not relinked:
        return
    known = {each.id: each for each in (*tx.items.all(), *others)}
    for item in relinked:
        if not item.needs <= known.keys():
            raise UserError(
                _("“{title}” waits for an item that is not there.").format(title=item.title),
                _("Look at the list again; it may have changed."),
            )
    circle = in_a_circle(known.values())
    if circle:
        names = " → ".join(f"“{known[each].title}”" for each in circle)
        raise UserError(
            _("These items would wait for each other: {circle}.").format(circle=names),
            _("Take one of these dependencies out."),
        )
