"""A score with its band: a number, and beside it the softer range it may turn out to lie in."""

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shipworthy.domain.scorecard import Band
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording


class ScoreLabel(QWidget):
    """Shows "63" large with "63–74" beside it; `role` is the number's: figure or heading."""

    def __init__(self, wording: Wording, role: str = "figure", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._number = PlainLabel(role=role)
        self._band = PlainLabel(role="subtitle" if role == "figure" else "soft")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._number, alignment=Qt.AlignmentFlag.AlignBaseline)
        layout.addWidget(self._band, alignment=Qt.AlignmentFlag.AlignBaseline)
        layout.addStretch(1)
        self.show_score(None, None)

    def show_score(self, score: Fraction | None, band: Band | None) -> None:
        """Show a score, or a dash for None; the band only where it has a width."""
        self._number.setText(self._wording.percent(score))
        self._band.setText(self._wording.band(band) if score is not None else "")
        spoken = self._wording.score_with_band(score, band)
        self.setAccessibleName(_("Score {score}").format(score=spoken))

    @property
    def text(self) -> str:
        """Return what is shown."""
        return f"{self._number.text()} {self._band.text()}".strip()
