"""Reports as JSON for programs: what all such documents have in common, and the schema that is published of each.

Scores and shares are exact: fractions as text such as "31/52". A document's `version` rises when a field goes or
changes its meaning; new fields may come without that.
"""

import datetime as dt
import json
from fractions import Fraction
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from shipworthy import __version__
from shipworthy.domain.canonical import digest
from shipworthy.domain.pack import Pack
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.report_kind import Audience
from shipworthy.domain.service import Lifecycle, Service

DRAFT = "https://json-schema.org/draft/2020-12/schema"

Exact = Annotated[str, Meta(pattern=r"^-?[0-9]+(/[0-9]+)?$", examples=["31/52", "1", "0"])]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a document: every field is always there."""


class MadeForm(Part, frozen=True):
    """When, by what and for whom a document was made."""

    made: Annotated[dt.datetime, Meta(description="When it was made.")]
    engine: Annotated[str, Meta(description="The version of Shipworthy that made it.")]
    language: Annotated[str, Meta(description="The language of worded values, such as en.")]
    audience: Annotated[Audience, Meta(description="Whom it is for; internal notes are not in those for leadership.")]


class AboutForm(MadeForm, frozen=True):
    """Where a document comes from."""

    fingerprint: Annotated[
        Sha256, Meta(description="The fingerprint that the printed report of the same content shows.")
    ]


class ServiceForm(Part, frozen=True):
    """A service."""

    id: Annotated[UUID, Meta(description="Its id in the store.")]
    name: Annotated[str, Meta(description="Its name.")]
    tier: Annotated[int, Meta(description="1: an outage hurts customers at once, to 4: experiment.", ge=1, le=4)]
    team: Annotated[str, Meta(description="The team that owns it.")]
    owner: Annotated[str, Meta(description="Who answers for it.")]
    lifecycle: Annotated[Lifecycle, Meta(description="Where it stands in its life.")]
    system: Annotated[str, Meta(description="The system it belongs to.")]
    domain: Annotated[str, Meta(description="The domain it belongs to.")]
    tags: Annotated[tuple[str, ...], Meta(description="Its tags.")]


class BandForm(Part, frozen=True):
    """Between which two scores the truth lies."""

    low: Annotated[Exact, Meta(description="With all that is open counted as 0; a part of 1.")]
    high: Annotated[Exact, Meta(description="With all that is open counted as 1; a part of 1.")]


class VersionForm(Part, frozen=True):
    """A pack or a gate policy, as it was used."""

    id: Annotated[str, Meta(description="Its id.")]
    version: Annotated[str, Meta(description="Its version.")]
    title: Annotated[str, Meta(description="Its title.")]
    sha256: Annotated[Sha256, Meta(description="SHA-256 of its content.")]


Document = TypeVar("Document", bound=Part)


def made_form(made: dt.datetime, language: str, audience: Audience) -> MadeForm:
    """Return when, by what and for whom a document was made; `made` is a moment with its zone."""
    return MadeForm(made.astimezone(dt.UTC).replace(microsecond=0), __version__, language, audience)


def about_form(made: dt.datetime, language: str, audience: Audience, fingerprint: str) -> AboutForm:
    """Return where a document comes from; `made` is a moment with its zone."""
    return AboutForm(**msgspec.structs.asdict(made_form(made, language, audience)), fingerprint=fingerprint)


def service_form(service: Service) -> ServiceForm:
    """Return a service as documents name it."""
    return ServiceForm(
        id=service.id,
        name=service.name,
        tier=service.tier,
        team=service.team,
        owner=service.owner,
        lifecycle=service.lifecycle,
        system=service.system,
        domain=service.domain,
        tags=service.tags,
    )


def version_form(used: Pack | GatePolicy) -> VersionForm:
    """Return a pack or a policy as documents name it."""
    return VersionForm(used.id, used.version, used.title, digest(used))


def exact(value: Fraction | None) -> str | None:
    """Return a number as documents write it; None for a figure that is not there."""
    return None if value is None else str(value)


def document_bytes(document: Part) -> bytes:
    """Return a document as a JSON file, read back once."""
    data = msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
    if msgspec.json.decode(data, type=type(document)) != document:
        raise AssertionError("The file holds something else than the values written to it")
    return data


def schema_text(form: type[Part], title: str) -> str:
    """Return the JSON Schema of a kind of document, as it is published."""
    (reference,), definitions = msgspec.json.schema_components([form], ref_template="#/$defs/{name}")
    schema = {"$schema": DRAFT, "title": title, **reference, "$defs": definitions}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
