"""Authors' commands: a pack to begin from, read as its respondent, advised on and compared."""

from pathlib import Path

from tests.cli.conftest import Type

from shipworthy.packs.schema import pack_schema


def test_a_new_pack_is_sound_and_needs_no_advice(typed: Type, tmp_path: Path) -> None:
    target = tmp_path / "ours.yaml"
    assert typed("pack", "new", "ours", "--title", 'Our "own" one', "--out", str(target))[0] == 0
    assert typed("pack", "validate", str(target))[0] == 0
    assert typed("pack", "lint", str(target))[1] == "Nothing to advise.\n"
    before = target.read_bytes()
    code, _out, err = typed("pack", "new", "ours", "--out", str(target))
    assert (code, "is there already" in err) == (2, True)
    assert target.read_bytes() == before
    assert typed("pack", "new", "Not An Id", "--out", str(tmp_path / "bad.yaml"))[0] == 2
    assert not (tmp_path / "bad.yaml").exists()


def test_the_schema_that_a_new_pack_names_lies_beside_it(typed: Type, tmp_path: Path) -> None:
    target, schema = tmp_path / "ours.yaml", tmp_path / "pack.schema.json"
    assert f"Wrote {schema}" in typed("pack", "new", "ours", "--out", str(target))[1]
    first, second, *_rest = target.read_text(encoding="utf-8").splitlines()
    for line, mark in ((first, "# yaml-language-server: $schema="), (second, "# $schema: ")):
        assert line.startswith(mark)
        assert target.parent / line.removeprefix(mark) == schema
    assert schema.read_text(encoding="utf-8") == pack_schema()
    assert str(schema) not in typed("pack", "new", "more", "--out", str(tmp_path / "more.yaml"))[1]
    schema.write_text("{}", encoding="utf-8")
    assert f"{schema} was there and stays" in typed("pack", "new", "third", "--out", str(tmp_path / "third.yaml"))[1]
    assert schema.read_text(encoding="utf-8") == "{}"


def test_a_pack_is_read_as_its_respondent(typed: Type) -> None:
    out = typed("pack", "preview", "backend-engineering")[1]
    assert "2.1 Does every outbound call have an explicit timeout?" in out
    assert "     1 No timeouts are set; client defaults apply, or none" in out
    assert "asked when service.calls_dependencies" in out


def test_two_versions_are_told_apart_by_question_and_field(typed: Type, tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    typed("pack", "new", "ours", "--out", str(old))
    text = old.read_text(encoding="utf-8").replace("version: 0.1.0", "version: 0.2.0").replace("weight: 2", "weight: 3")
    new.write_text(text.replace("Some releases have one", "A few releases have one"), encoding="utf-8")
    lines = typed("pack", "diff", str(old), str(new))[1].splitlines()
    assert lines[0] == "ours 0.1.0 → 0.2.0"
    assert "  weight: 2 → 3" in lines
    assert "  some: Some releases have one (½) → A few releases have one (½)" in lines
    flipped = (
        new.read_text(encoding="utf-8").replace("default: true", "default: false").replace("met_at: 0.75", "met_at: 1")
    )
    new.write_text(flipped, encoding="utf-8")
    told = typed("pack", "diff", str(old), str(new))[1]
    assert "met_at: 3/4 → 1" in told
    assert "fact has_users: Do people outside the team rely on it? (yes) → " in told
    assert typed("pack", "diff", str(old), str(old))[1].splitlines()[-1] == "No question differs."


def test_an_own_pack_is_found_by_its_id(typed: Type, tmp_path: Path) -> None:
    typed("pack", "new", "ours", "--out", str(tmp_path / "ours.yaml"))
    assert typed("pack", "preview", "ours")[0] == 2
    assert typed("pack", "lint", "orus")[0] == 2
    assert typed("pack", "add", str(tmp_path / "ours.yaml"))[0] == 0
    assert "Does every release have a named owner?" in typed("pack", "preview", "ours")[1]


def test_an_own_pack_is_removed_unless_a_review_uses_it(typed: Type, tmp_path: Path) -> None:
    typed("pack", "new", "ours", "--title", "Our releases", "--out", str(tmp_path / "ours.yaml"))
    typed("pack", "add", str(tmp_path / "ours.yaml"))
    assert typed("pack", "remove", "ours", "0.1.0") == (0, "Removed Our releases 0.1.0.\n", "")
    code, _out, err = typed("pack", "remove", "ours", "0.1.0")
    assert code == 2
    assert "There is no pack ours 0.1.0 of your own." in err
    typed("service", "add", "checkout")
    assert typed("review", "start", "checkout", "--pack", str(tmp_path / "ours.yaml"))[0] == 0
    code, _out, err = typed("pack", "remove", "ours", "0.1.0")
    assert code == 2
    assert "Our releases 0.1.0 cannot be removed: 1 review uses it" in err
    assert "of checkout." in err


def test_advice_is_told_with_its_place(typed: Type, tmp_path: Path) -> None:
    target = tmp_path / "ours.yaml"
    typed("pack", "new", "ours", "--out", str(target))
    text = target.read_text(encoding="utf-8")
    asked = "Is every release properly tested and is it rolled back?"
    target.write_text(text.replace("Does every release have a named owner?", asked), encoding="utf-8")
    place = next(number for number, line in enumerate(target.read_text().splitlines(), 1) if asked in line)
    code, out, _err = typed("pack", "lint", str(target))
    assert code == 0
    assert f"{target}:{place}:15: It may ask two things: “and is”." in out
    assert f"{target}:{place}:15: “properly” means something else" in out
    assert out.splitlines()[-1] == "2 pieces of advice."
