"""The packs and the gate policy that come with the program, and how a pack is found by id or file."""

from functools import cache
from pathlib import Path

from shipworthy.domain.pack import Pack
from shipworthy.domain.policy import GatePolicy
from shipworthy.errors import UserError
from shipworthy.packs.cache import cached_pack
from shipworthy.packs.loader import load_policy
from shipworthy.paths import cache_dir, shipped
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest

FLAGSHIP = "backend-engineering"  # what a first review takes unless somebody chooses otherwise
_FILE_ENDINGS = (".yaml", ".yml")


def shipped_pack_files() -> tuple[Path, ...]:
    """Return the files of the shipped packs, the flagship first, then by name."""
    return tuple(sorted(shipped("assessments").glob("*.yaml"), key=lambda path: (path.stem != FLAGSHIP, path.name)))


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """Return the shipped packs, the flagship first, then by id."""
    return tuple(_load(path) for path in shipped_pack_files())


@cache
def default_policy() -> GatePolicy:
    """Return the gate policy that holds where no other was chosen."""
    return load_policy(shipped("assessments", "policies", "default.yaml"))


def find_pack(id_or_file: str, folder: Path = Path()) -> Pack:
    """Return the shipped pack with this id, or the pack of this file; a relative file lies in `folder`.

    Raises UserError where there is neither, and InvalidFile where the file is no pack.
    """
    files = {path.stem: path for path in shipped_pack_files()}  # a shipped pack's file is named by its id
    if id_or_file in files:
        return _load(files[id_or_file])  # it alone: to read all anew takes seconds after an update of the program
    path = folder / id_or_file
    looks_like_a_file = path.suffix.lower() in _FILE_ENDINGS or len(path.parts) > len(folder.parts) + 1
    if looks_like_a_file or path.is_file():
        return _load(path)
    raise UserError(
        _("There is no pack {name}.").format(name=id_or_file),
        _("{advice} A pack of your own is named by its file, such as my-pack.yaml.").format(
            advice=nearest(id_or_file, files)
        ),
    )


def _load(path: Path) -> Pack:
    return cached_pack(path, cache_dir() / "packs")
