"""Canonical JSON: one text for one content, so that a hash names a pack, a policy or a sealed assessment for ever."""

import hashlib
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_FRACTION = re.compile(r"-?[0-9]{1,1000}(/[1-9][0-9]{0,999})?")  # Fraction alone would also read 1e999999999, for hours


def encode(value: object) -> bytes:
    """Return canonical JSON: keys and sets sorted, no spaces, fractions as "3/4", dataclasses by field name."""
    try:
        return _ENCODER.encode(value)
    except TypeError:
        # The encoder alone cannot sort mappings whose keys are numbers, such as a policy's tiers.
        return _ENCODER.encode(msgspec.to_builtins(value, str_keys=True, enc_hook=_to_plain, order="sorted"))


def decode(data: bytes, kind: type[T]) -> T:
    """Return the value of a type that `encode` wrote; raises msgspec.DecodeError for anything else."""
    try:
        return msgspec.json.decode(data, type=kind, dec_hook=_from_plain)
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError(str(error)) from error


def reader(kind: Any) -> Callable[[str], Any]:
    """Return what reads many values of one type that `encode` wrote, several times faster than `decode` each.

    It raises msgspec.DecodeError for any other text, one with half a surrogate pair included.
    """
    decoder = msgspec.json.Decoder(kind, dec_hook=_from_plain)

    def read(text: str) -> Any:
        try:
            return decoder.decode(text)
        except (UnicodeEncodeError, RecursionError) as error:
            raise msgspec.DecodeError(str(error)) from error

    return read


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(encode(value)).hexdigest()


def _to_plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(f"no canonical form for {type(value).__name__}")  # msgspec asks for this very error


def _from_plain(kind: type[Any], value: Any) -> object:
    if kind is Fraction:
        fraction = Fraction(value) if isinstance(value, str) and _FRACTION.fullmatch(value) else None
        if str(fraction) != value:
            raise ValueError(f"no fraction in lowest terms: {value!r}")  # msgspec makes a ValidationError of it
        return fraction
    raise NotImplementedError(f"no canonical form for {kind.__name__}")  # msgspec asks for this very error


# Made once: an answer is encoded at every key press.
_ENCODER = msgspec.json.Encoder(enc_hook=_to_plain, order="sorted")
