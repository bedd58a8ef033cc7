"""Scores, bands and sizes in words.

Rounding follows SEMANTICS.md, "Scoring": whole percent, half up, but 100 only for exactly 1 and 0 only for exactly 0;
a failed clause shows one decimal, rounded down.
"""

from fractions import Fraction

from shipworthy.domain.scorecard import Band
from shipworthy.wording.translated import Translated

DASH = "–"
_FRACTION_MARKS = {Fraction(1, 4): "¼", Fraction(1, 2): "½", Fraction(3, 4): "¾"}


def whole_percent(value: Fraction) -> int:
    """Return a part of 1 as whole percent: half up, 100 only for exactly 1 and 0 only for exactly 0."""
    rounded = int(value * 100 + Fraction(1, 2))
    if value < 1:
        rounded = min(rounded, 99)
    return max(rounded, 1) if value > 0 else rounded


def file_size(size: int) -> str:
    """Return a size in bytes as people read it: "1.2 MB", "340 kB", "12 B"; the same in every language."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{size // 1000} kB" if size >= 1000 else f"{size} B"


class FigureWording(Translated):
    """Figures as people read them, in one language."""

    def percent(self, value: Fraction | None) -> str:
        """Return a part of 1 as whole percent without the sign; a dash for None."""
        return DASH if value is None else str(whole_percent(value))

    def exact_percent(self, value: Fraction | None) -> str:
        """Return a part of 1 as percent with one decimal, rounded down; a dash for None."""
        if value is None:
            return DASH
        tenths = int(value * 1000)
        return self.decimal(f"{tenths // 10}.{tenths % 10}")

    def limit_percent(self, value: Fraction) -> str:
        """Return a minimum as percent, without decimals where it has none."""
        return str(value * 100) if (value * 100).denominator == 1 else self.decimal(f"{float(value * 100):g}")

    def band(self, band: Band | None) -> str:
        """Return "63-74" with an en dash; nothing where the band has no width."""
        if band is None or not band.width:
            return ""
        return f"{self.percent(band.low)}{DASH}{self.percent(band.high)}"

    def score_with_band(self, score: Fraction | None, band: Band | None) -> str:
        """Return "63 (63-74)"; the score alone where the band has no width or there is no score."""
        text = self.band(band) if score is not None else ""
        return f"{self.percent(score)} ({text})" if text else self.percent(score)

    def choice_score(self, score: Fraction) -> str:
        """Return a choice's score as it stands beside it: "0", "¼", "1" or "0.35"."""
        return _FRACTION_MARKS.get(score) or self.decimal(f"{float(score):g}")
