"""Packs: which there are, finding the one a person means, and what a pack file must look like."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shipworthy.domain.canonical import digest
from shipworthy.domain.pack import Pack
from shipworthy.packs import schema, shipped
from shipworthy.packs.loader import load_pack


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack as a list shows it; `hash` is the SHA-256 of its content."""

    pack: Pack
    hash: str

    @property
    def question_count(self) -> int:
        """Return how many questions the pack holds."""
        return sum(1 for _question in self.pack.questions())


def list_packs() -> Sequence[PackLine]:
    """Return the shipped packs, in the order of their ids."""
    return tuple(PackLine(pack, digest(pack)) for pack in shipped.shipped_packs())


def find_pack(id_or_file: str, folder: Path = Path()) -> Pack:
    """Return a shipped pack by its id, or the pack of a file, which lies in `folder` where its path is relative.

    Raises UserError where there is neither, InvalidFile where the file does not hold a pack.
    """
    return shipped.find_pack(id_or_file, folder)


def check_pack_file(path: Path) -> PackLine:
    """Read a pack file anew; raises InvalidFile with every problem and its place."""
    pack = load_pack(path)
    return PackLine(pack, digest(pack))


def pack_schema() -> str:
    """Return the JSON Schema of pack files, as editors read it."""
    return schema.pack_schema()
