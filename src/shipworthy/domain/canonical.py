"""Canonical JSON: one text for one content, so that a hash names a pack, a policy or a sealed assessment for ever."""

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def encode(value: object) -> bytes:
    """Return canonical JSON: keys and sets sorted, no spaces, fractions as "3/4", dataclasses by field name."""
    # Two steps, because the encoder alone cannot sort mappings whose keys are numbers, such as a policy's tiers.
    plain = msgspec.to_builtins(value, str_keys=True, enc_hook=_to_plain, order="sorted")
    return msgspec.json.encode(plain)


def decode(data: bytes, kind: type[T]) -> T:
    """Return the value of a type that `encode` wrote; raises msgspec.DecodeError for anything else."""
    return msgspec.json.decode(data, type=kind, dec_hook=_from_plain)


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
        return Fraction(value)
    raise NotImplementedError(f"no canonical form for {kind.__name__}")  # msgspec asks for this very error
