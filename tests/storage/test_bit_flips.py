"""A lost bit, a wiped header, a cut end, an emptied page or another file: noticed in words, never silent (short)."""

from pathlib import Path

import pytest
from tests.storage import bit_flips
from tests.storage.bit_flips import BROKEN, CHECK, OPEN, SILENT, Damage, Flips


@pytest.fixture(scope="module")
def flips(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Flips:
    """Return the sample portfolio, ready to be damaged."""
    return Flips(sample_store, tmp_path_factory.mktemp("flips"))


@pytest.mark.parametrize(
    "damage",
    [bit_flips.flip_bit, bit_flips.wipe_header, bit_flips.cut_end, bit_flips.empty_page, bit_flips.replace_all],
)
def test_no_damage_is_silent_and_none_ends_without_words(flips: Flips, damage: Damage) -> None:
    outcomes = list(flips.play(damage, range(4)))
    assert [each for each in outcomes if each.noticed in (SILENT, BROKEN)] == []
    assert any(each.noticed in (OPEN, CHECK) for each in outcomes)
