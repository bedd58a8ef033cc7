"""Works out what a change of services does while it is edited, and holds saving back until that was seen."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from shipworthy.domain.service_effect import ChangeEffect
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.workflows.session import Session

_PAUSE = 250  # milliseconds without a change before the effect is worked out


class EffectWatch(QObject):
    """Asks for the effect of what is edited, which `key` tells apart, and says it by `told(ChangeEffect | None)`.

    `cleared` when what was asked to be saved may be: its effect was told before, or changes no verdict. `held` when it
    was told only now, so that a person sees it first; `refused(UserError)` when it cannot be worked out.
    """

    told = Signal(object)
    cleared = Signal()
    held = Signal()
    refused = Signal(object)

    def __init__(
        self,
        context: Context,
        key: Callable[[], Hashable],
        work: Callable[[], Callable[[Session], ChangeEffect]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._key = key
        self._work = work
        self._usual: Hashable = None
        self._told: Hashable = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._read)

    def begin(self) -> None:
        """Take what is edited now as that which changes nothing."""
        self._usual = self._told = self._key()
        self.told.emit(None)

    @Slot()
    def follow(self) -> None:
        """Note that something that counts may have changed."""
        if self._key() == self._usual:
            self._pause.stop()
            self._told = self._usual
            self.told.emit(None)
        elif self._key() != self._told:
            self._pause.start()

    def clear(self) -> None:
        """Ask to save what is edited now."""
        self._pause.stop()
        if self._key() in (self._usual, self._told):
            self.cleared.emit()
        else:
            self._read(saving=True)

    @Slot()
    def _read(self, saving: bool = False) -> None:
        key = self._key()

        def done(effect: ChangeEffect) -> None:
            if key != self._key():
                if saving:
                    self.held.emit()
                return
            self._told = key
            self.told.emit(effect)
            if saving:
                (self.held if effect.matters else self.cleared).emit()

        def failed(error: UserError) -> None:
            if saving:
                self.refused.emit(error)

        self._context.read(self._work(), done, failed, owner=self)
