"""JSON comes from our own hand alone, in bundles, so it must be byte for byte what we would write.

With that a key twice, an unknown one, a number that is none and everything else that says the same in another way are
refused at once.
"""

import re
from typing import TypeVar

import msgspec

from shipworthy.domain.canonical import decode, encode
from shipworthy.errors import UserError
from shipworthy.text import _

MAX_JSON_BYTES = 20_000_000

# A zero character in a text: no database server keeps one.
_ZERO = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")

T = TypeVar("T")


def parse_json(data: bytes, kind: type[T], file: str) -> T:
    """Return the value of a type that canonical JSON says; raises UserError for anything that we do not write so.

    Nothing in it is checked beyond its type: whether it makes sense is for the caller to see.
    """
    if len(data) > MAX_JSON_BYTES:
        raise UserError(
            _("{file} is larger than {limit} MB.").format(file=file, limit=MAX_JSON_BYTES // 1_000_000),
            _("Ask whoever sent it for a smaller one."),
        )
    try:
        value = decode(data, kind)  # the decoder bounds the depth by itself
        is_ours = encode(value) == data and not _ZERO.search(data)
    except (msgspec.DecodeError, OverflowError) as error:
        raise _not_our_json(file) from error
    if not is_ours:
        raise _not_our_json(file)
    return value


def _not_our_json(file: str) -> UserError:
    return UserError(
        _("{file} is not as Shipworthy writes it.").format(file=file),
        _("Ask whoever sent it for a new one, made by the same version of Shipworthy."),
    )
