"""The documents keep up with the program: every command, setting, pack field and answers-file key is in them."""

import json
import re
from pathlib import Path

import pytest
import typer

from shipworthy.cli import terminal
from shipworthy.domain.assessment import NotApplicableType
from shipworthy.exchange.answers_file import parse_answers
from shipworthy.exchange.service_table import SYNONYMS
from shipworthy.exchange.service_words import LIFECYCLE_WORDS, TIER_WORDS
from shipworthy.packs.loader import load_pack, load_pack_text
from shipworthy.packs.schema import pack_schema
from shipworthy.settings import Settings


def commands() -> list[str]:
    """Return every command as typed, such as "service add"."""
    group = typer.main.get_command(terminal(lambda _folder: pytest.fail("opens no store")))
    found = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]  # a group, as the app has a callback
        found += [f"{name} {inner}" for inner in command.commands] if hasattr(command, "commands") else [name]
    return found


def test_the_manual_has_every_command(repository: Path) -> None:
    manual = (repository / "docs" / "manual.md").read_text(encoding="utf-8")
    assert len(commands()) > 15
    assert [command for command in commands() if f"`shipworthy {command}" not in manual] == []


def test_the_manual_has_every_setting(repository: Path) -> None:
    manual = (repository / "docs" / "manual.md").read_text(encoding="utf-8")
    assert [name for name in Settings._fields if f"| `{name}` |" not in manual] == []


def test_the_manual_has_every_type_of_not_applicable(repository: Path) -> None:
    manual = (repository / "docs" / "manual.md").read_text(encoding="utf-8")
    assert [kind for kind in NotApplicableType if f"`{kind}`" not in manual] == []


def test_the_manuals_answers_file_holds_for_the_flagship(repository: Path) -> None:
    manual = (repository / "docs" / "manual.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(service:.*?)```", manual, re.DOTALL)
    flagship = load_pack(repository / "assessments" / "backend-engineering.yaml")
    assert len(parse_answers(example, "manual.md").answers_for([flagship])) == 7


@pytest.mark.parametrize(
    ("part", "form"),
    [
        ("The pack", "PackForm"),
        ("A fact", "FactForm"),
        ("A principle", "PrincipleForm"),
        ("A question", "QuestionForm"),
        ("Its evidence", "EvidenceForm"),
        ("A choice", "ChoiceForm"),
        ("Its remediation", "RemediationForm"),
        ("A reference", "ReferenceForm"),
        ("A contradiction", "ContradictionForm"),
    ],
)
def test_the_pack_guide_has_the_fields_of_each_part_and_no_others(repository: Path, part: str, form: str) -> None:
    guide = (repository / "docs" / "packs.md").read_text(encoding="utf-8")
    section = re.split(r"^#+ .*$", guide.partition(f"\n### {part}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    told = re.findall(r"^\| `(\w+)` \| (yes|no) \|", section, re.MULTILINE)
    schema = json.loads(pack_schema())["definitions"][form]
    needed = schema.get("required", [])
    assert sorted(told) == sorted((name, "yes" if name in needed else "no") for name in schema["properties"])


def test_the_pack_guide_tells_every_part(repository: Path) -> None:
    guide = (repository / "docs" / "packs.md").read_text(encoding="utf-8")
    fields = guide.partition("## Fields")[2].partition("## Conditions")[0]
    parts = json.loads(pack_schema())["definitions"].values()
    assert len(re.findall("^### ", fields, re.MULTILINE)) == sum("properties" in form for form in parts)


def test_the_example_of_the_pack_guide_is_a_pack(repository: Path) -> None:
    guide = (repository / "docs" / "packs.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(format: 1.*?)```", guide, re.DOTALL)
    assert load_pack_text(example, "packs.md").id == "releases"


def test_links_between_documents_lead_somewhere(repository: Path) -> None:
    documents = [*repository.glob("*.md"), *(repository / "docs").glob("*.md")]
    broken = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8"))
        if not target.startswith("https://") and not (document.parent / target).exists()
    ]
    assert broken == []


def test_the_import_guide_has_every_word_that_is_read(repository: Path) -> None:
    guide = (repository / "docs" / "import.md").read_text(encoding="utf-8")
    for words in (SYNONYMS, TIER_WORDS, LIFECYCLE_WORDS):
        for meaning, said in words.items():
            assert re.search(rf"^\| `?{meaning}`? \|(.*\|)? {re.escape(', '.join(said))} \|$", guide, re.MULTILINE), (
                meaning
            )
