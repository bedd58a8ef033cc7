"""The short form of the drill `secrets`, and that it would notice."""

from pathlib import Path

import pytest
from tests.drills.secrets import play
from tests.secret_seeds import Seeds, files_with


@pytest.mark.timeout(240)
def test_no_secret_and_nothing_that_people_wrote_is_logged_or_reported(tmp_path: Path) -> None:
    played = play(tmp_path, 0, with_report=False, ends=["fault"])
    assert played.hits == ()
    assert len(played.sown) > 30
    assert played.events["refused"] > 10
    assert played.events["broken"] > 10
    assert played.events["unexpected error"] == 4
    assert played.events["committed"] > 5
    assert played.events["Qt"] > 0


def test_every_seed_is_found_where_it_is(tmp_path: Path) -> None:
    seeds = Seeds(3)
    assert len(seeds.found_in(seeds.all.upper().encode())) == 40
    assert len(seeds.found_in(seeds.all.encode("utf-16-le"))) == 40
    assert seeds.found_in(Seeds(4).all.encode()) == []
    (tmp_path / seeds.written["file"]).write_text(seeds.secrets["private key"], encoding="utf-8")
    assert list(files_with(seeds, tmp_path)) == [f"{seeds.written['file']}: file, private key"]
