"""The files of a Backstage catalogue: those of a folder, those that others list, each read once and bounded.

Nothing outside the folder chosen is read, whatever a file lists, and nothing is ever fetched.
"""

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shipworthy.errors import InvalidFile, Problem, UserError
from shipworthy.exchange.backstage_entities import LOCATION, PLACEHOLDER, Entity, read_entity
from shipworthy.text import _
from shipworthy.untrusted.files import decode_text, read_bytes, readable
from shipworthy.untrusted.problems import Problems
from shipworthy.untrusted.yaml_files import Bounds, parse_documents

ENDINGS = (".yaml", ".yml")
MOST_FILES = 20_000
MOST_SEEN = 500_000  # files and folders of any kind that are looked at
_MOST_BYTES = 8_000_000
_MOST_BYTES_IN_ALL = 200_000_000
# An interface's definition may stand inside its entity, whole.
_BOUNDS = Bounds(events=2_000_000, scalar=2_000_000)
_LEFT_OUT = frozenset({"node_modules", "__pycache__", "venv"})
_USUAL_NAME = re.compile(r"catalog-info", re.IGNORECASE)
# What a file among others must say to be one of a catalogue. Cheap: most YAML of a folder is something else.
_LOOKS_RIGHT = re.compile(
    rb"^apiVersion\s*:.{0,20}backstage"
    rb"|^kind\s*:\s*[\"']?(?:Component|API|System|Domain|Group|User|Resource|Location)\b",
    re.IGNORECASE | re.MULTILINE,
)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Catalogue:
    """The entities of some files in the order read, repeated ones too, and what is to be told of the files."""

    entities: tuple[Entity, ...]
    told: tuple[Problem, ...]
    files: int
    documents: int
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Root:
    """The folder outside which nothing is read: as it was given, and what it is without links."""

    given: Path
    resolved: Path

    @classmethod
    def of(cls, folder: Path) -> "_Root":
        return cls(folder, folder.resolve(strict=True))


@dataclass
class _Reading:
    """Files still to be read, those read, and what came of them."""

    entities: list[Entity] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)
    targets: list[str] = field(default_factory=list)
    documents: int = 0
    bytes: int = 0
    files: int = 0


def read_catalogue(paths: Sequence[Path], progress: Progress | None = None) -> Catalogue:
    """Return what files and whole folders say; `progress` is told of each file and may raise to stop.

    A file that cannot be read is told and left out. Raises UserError where there is no such path, or far too much.
    """
    reading = _Reading()
    for path in paths:
        with readable(path):
            is_folder = stat.S_ISDIR(path.stat().st_mode)
            root = _Root.of(path if is_folder else path.parent)
            waiting = list(_files_in(path)) if is_folder else [path]
        asked = set() if is_folder else {path}
        at = 0
        while at < len(waiting):
            if progress is not None:
                progress(at, len(waiting))
            listed = _read_file(waiting[at], root, reading, is_asked=waiting[at] in asked)
            asked.update(listed)
            waiting.extend(listed)
            at += 1
            if len(waiting) > MOST_FILES:
                raise _too_many(path)
    return Catalogue(
        tuple(reading.entities), tuple(reading.told), reading.files, reading.documents, tuple(reading.targets)
    )


def _files_in(folder: Path) -> Iterator[Path]:
    """Yield the YAML files of a folder and those below it, in order; nothing behind a link, nothing hidden."""
    waiting, seen, found = [folder], 0, 0
    while waiting:
        with readable(waiting[-1]), os.scandir(waiting.pop()) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
        folders = []
        for entry in listed:
            seen += 1
            if seen > MOST_SEEN or found > MOST_FILES:
                raise _too_many(folder)
            if entry.is_symlink() or entry.name.startswith("."):
                continue
            if entry.is_dir():
                if entry.name not in _LEFT_OUT:
                    folders.append(Path(entry.path))
            elif entry.name.lower().endswith(ENDINGS):
                found += 1
                yield Path(entry.path)
        waiting += reversed(folders)


def _too_many(path: Path) -> UserError:
    return UserError(
        _("{path} holds more files than Shipworthy reads at once ({count}).").format(path=path, count=MOST_FILES),
        _("Choose a folder inside it, and import one after the other."),
    )


def _read_file(path: Path, root: _Root, reading: _Reading, *, is_asked: bool) -> list[Path]:
    """Read one file and return the files that it lists; one that nobody asked for by name may be something else."""
    try:
        resolved = path.resolve()
        if resolved in reading.seen:
            return []
        reading.seen.add(resolved)
        data = read_bytes(path, _MOST_BYTES)
        reading.bytes += len(data)
        if reading.bytes > _MOST_BYTES_IN_ALL:
            raise _too_many(root.given)
        is_usual = is_asked or bool(_USUAL_NAME.search(path.name))
        if not is_usual and not _LOOKS_RIGHT.search(data):
            return []
        text = decode_text(data, str(path))
    except InvalidFile as error:
        reading.told += error.problems[:1]
        return []
    except UserError as error:
        if reading.bytes > _MOST_BYTES_IN_ALL:
            raise
        reading.told.append(Problem(str(path), 1, 1, error.message.rstrip("."), error.hint))
        return []
    return _take_text(path, text, root, reading, is_usual)


def _take_text(path: Path, text: str, root: _Root, reading: _Reading, is_usual: bool) -> list[Path]:
    noted = _Noted(str(path))
    try:
        documents = parse_documents(text, str(path), noted, _BOUNDS)
    except InvalidFile as error:
        reading.told.append(_template(path, text) or error.problems[-1])
        return []
    reading.files += 1
    filled = [each for each in documents if each.data is not None]
    reading.documents += len(filled)
    entities = [entity for entity in map(read_entity, filled) if entity is not None]
    reading.told += noted.found
    if not entities and is_usual and not noted.found:
        reading.told.append(
            Problem(
                str(path),
                1,
                1,
                _("This file describes no entity of a Backstage catalogue"),
                _("Leave it out; other tools name their files alike."),
            )
        )
    reading.entities += entities
    return [
        target for entity in entities if entity.kind == LOCATION for target in _targets(entity, path, root, reading)
    ]


class _Noted(Problems):
    """Keeps what is wrong without stopping: a key twice, or a tag, leaves the rest of a file readable."""

    @property
    def found(self) -> list[Problem]:
        """Return what was noted, in the order of the file."""
        return sorted(self._found)


def _template(path: Path, text: str) -> Problem | None:
    """Return what is told of a file that is no YAML because it is a template; None where it is none."""
    found = PLACEHOLDER.search(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    return Problem(
        str(path), line, column, _("This file is a template with places to fill in"), _("Import what is made of it.")
    )


def _targets(entity: Entity, path: Path, root: _Root, reading: _Reading) -> Iterator[Path]:
    """Yield the files that a Location lists; what is not followed is told."""
    for text, steps in [*entity.texts("spec", "target"), *entity.texts("spec", "targets")]:
        reading.targets.append(text)
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]+:", text) or entity.text("spec", "type") == "url":
            reading.told.append(
                entity.problem(
                    steps,
                    _("“{target}” is an address, and nothing is fetched").format(target=text[:100]),
                    _("Save that file in the folder and import it from there."),
                )
            )
            continue
        target = path.parent / text
        try:
            resolved = target.resolve()
            if not resolved.is_relative_to(root.resolved):
                message = _("“{target}” lies outside the folder that is imported")
                fix = _("Import the folder that holds both files.")
            elif not resolved.is_file():
                message = _("There is no file “{target}”")
                fix = _("Import the whole folder of the catalogue, or take this line out.")
            else:
                yield root.given / resolved.relative_to(root.resolved)
                continue
        except (OSError, RuntimeError, ValueError):  # too long a name, links in a circle, a zero byte
            message, fix = _("“{target}” is not the name of a file"), _("Check this line.")
        reading.told.append(entity.problem(steps, message.format(target=text[:100]), fix))
