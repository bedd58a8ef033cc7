"""The part of the settings that says which gate policy is in force, and leads to it."""

from PySide6.QtCore import Slot

from shipworthy.gui.context import Context
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Card
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.workflows.policies import PolicyInForce, current_policy


class PolicyCard(Card):
    """Title, version and author of the policy in force; its button opens the page of the policy."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Gate policy"))
        self._context = context
        self.in_force = PlainLabel(role="strong", wrap=True)
        self.origin = PlainLabel(role="small", wrap=True)
        self.open_button = push_button(_("Look at it or change it…"))
        self.open_button.setAccessibleDescription(_("What a service must show before it is called ready, per tier."))
        self.open_button.clicked.connect(lambda: context.go_to("policy"))
        self.body.addWidget(self.in_force)
        self.body.addWidget(self.origin)
        self.add_button(self.open_button)
        context.changed.connect(self._read_when_seen)

    def read(self) -> None:
        """Read which policy is in force."""
        if self._context.is_ready:
            self._context.read(current_policy, self.show_policy, owner=self)

    @Slot()
    def _read_when_seen(self) -> None:
        if self.isVisible():
            self.read()

    def show_policy(self, current: PolicyInForce) -> None:
        """Show which policy is in force, and since when."""
        policy = current.policy
        self.in_force.setText(_("{title} {version}").format(title=policy.title, version=policy.version))
        self.origin.setText(origin_words(self._context, current))


def origin_words(context: Context, current: PolicyInForce) -> str:
    """Return who put a policy in force and when, or that it is the shipped one."""
    if current.chosen_at is None:
        return _("The shipped policy; nobody has chosen another.")
    day = context.wording.long_date(context.session.store.day(current.chosen_at))
    return _("Put in force by {actor} on {date}.").format(actor=current.chosen_by, date=day)
