"""Saved views: ways to look at the portfolio, kept under a name for everybody who opens this database."""

import unicodedata
from dataclasses import dataclass, replace
from uuid import UUID

from shipworthy.domain.service_filter import SavedView
from shipworthy.errors import UserError
from shipworthy.storage.services import name_key
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest
from shipworthy.workflows.session import Session

LONGEST_NAME = 60


class NameRefused(UserError):  # noqa: N818 - as InvalidFile is: named for what the user has
    """A name that a view cannot have: none, too long, or that of another one, which is `taken_by` then."""

    def __init__(self, message: str, hint: str, taken_by: SavedView | None = None) -> None:
        super().__init__(message, hint)
        self.taken_by = taken_by


@dataclass(frozen=True, slots=True)
class ViewChanged:
    """A view as it was stored or, removed, as it was; with the places of the change in the log and its name for undo.

    `sequences` is empty where nothing had to be changed.
    """

    view: SavedView
    sequences: tuple[int, ...]
    name: str


def list_views(session: Session) -> tuple[SavedView, ...]:
    """Return the saved views by name, whatever the capitals."""
    with session.store.read() as tx:
        return _by_name(tx)


def find_view(session: Session, name: str) -> SavedView:
    """Return the view of this name, whatever its capitals; raises UserError where there is none."""
    with session.store.read() as tx:
        views = _by_name(tx)
    for view in views:
        if name_key(view.name) == name_key(name):
            return view
    raise UserError(
        _("There is no view “{name}”.").format(name=name),
        nearest(name, [each.name for each in views])
        if views
        else _("Views are saved on the Portfolio page, under View."),
    )


def save_view(session: Session, name: str, shown: SavedView, *, replaces: bool = False) -> ViewChanged:
    """Keep what is shown under a name; `shown` may be of any id.

    Where the name is taken, raises NameRefused with the view of that name or, with `replaces`, changes that view.
    """
    with session.begin() as tx:
        wanted = _checked(name)
        taken = _named(tx, wanted)
        if taken is not None and not replaces:
            raise _taken(taken)
        if taken is not None:
            view = replace(shown, id=taken.id, name=wanted, version=taken.version)
            return _save(tx, view, _("changed the view “{name}”"))
        return _save(tx, replace(shown, id=session.new_id(), name=wanted, version=0), _("saved the view “{name}”"))


def rename_view(session: Session, view_id: UUID, name: str) -> ViewChanged:
    """Give a view another name; raises NameRefused where it cannot have that, UserError where the view is gone."""
    with session.begin() as tx:
        view, wanted = tx.views.get(view_id), _checked(name)
        taken = _named(tx, wanted)
        if taken is not None and taken.id != view.id:
            raise _taken(taken)
        return _save(tx, replace(view, name=wanted), _("renamed a view to “{name}”"))


def remove_view(session: Session, view_id: UUID) -> ViewChanged:
    """Take a view out of the list; raises UserError where it is gone already."""
    with session.begin() as tx:
        view = tx.views.get(view_id)
        action = _("removed the view “{name}”").format(name=view.name)
        return ViewChanged(view, (tx.views.remove(view, action=action),), action)


def _save(tx: Transaction, view: SavedView, action: str) -> ViewChanged:
    action = action.format(name=view.name)
    saved = tx.views.save(view, action=action)
    return ViewChanged(saved.value, saved.sequences, action)


def _by_name(tx: Transaction) -> tuple[SavedView, ...]:
    return tuple(sorted(tx.views.all(), key=lambda view: (view.name.casefold(), view.name)))


def _named(tx: Transaction, name: str) -> SavedView | None:
    return next((each for each in tx.views.all() if name_key(each.name) == name_key(name)), None)


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _checked(name: str) -> str:
    wanted = _tidy(name)
    if not wanted or len(wanted) > LONGEST_NAME or any(unicodedata.category(sign) == "Cc" for sign in wanted):
        raise NameRefused(
            _("A view needs a name of at most {count} characters.").format(count=LONGEST_NAME),
            _("Say what it shows, such as “Steering committee”."),
        )
    return wanted


def _taken(view: SavedView) -> NameRefused:
    return NameRefused(
        _("There is a view “{name}” already.").format(name=view.name),
        _("Choose another name, or replace that view."),
        view,
    )
