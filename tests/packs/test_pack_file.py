"""A pack written as a file loads as the same pack."""

from dataclasses import replace

import pytest
from tests.workflows.builders import small_pack

from shipworthy.domain.pack import Pack
from shipworthy.packs.loader import load_pack_text
from shipworthy.packs.pack_file import pack_text
from shipworthy.packs.shipped import shipped_packs


@pytest.mark.parametrize("pack", [*shipped_packs()], ids=lambda pack: pack.id)
def test_every_shipped_pack_comes_back_as_it_was(pack: Pack) -> None:
    assert load_pack_text(pack_text(pack), "pack.yaml") == pack


def test_a_pack_that_no_file_could_say_is_refused() -> None:
    with pytest.raises(ValueError, match="no id of the pack"):
        pack_text(replace(small_pack(), id="other"))
