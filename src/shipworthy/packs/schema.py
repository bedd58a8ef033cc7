"""The form of pack and policy files, from which both the check and the JSON Schema for editors are made.

The names are those of the file (`remediation`, `rule`); `packs.loader` turns them into the domain's.
"""

import json
from decimal import Decimal
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from msgspec.json import schema_components

from shipworthy.domain.pack import EvidenceRule, Select, Severity
from shipworthy.forms import ANY_ID, ID, NAME, NOT_BLANK, PACK_ID, WEB_ADDRESS, WHOLE_ID

DRAFT = "http://json-schema.org/draft-07/schema#"

# Editors and msgspec read the bounds of a Decimal from here; the type "number" is set in `_draft_07`.
_SHARE = {"minimum": 0, "maximum": 1}
_DAYS = {"minimum": 0, "maximum": 1000}


class Part(Struct, forbid_unknown_fields=True):
    """A part of a file: only the keys listed."""


class FactForm(Part):
    """A true/false statement about a service that decides which questions apply."""

    id: Annotated[str, Meta(description="Name used in conditions as service.<id>.", pattern=NAME, max_length=60)]
    text: Annotated[str, Meta(description="The question a person answers once per service.", pattern=NOT_BLANK)]
    default: Annotated[bool, Meta(description="What holds while nobody has answered.")]


class EvidenceForm(Part):
    """Whether an answer needs evidence, and what good evidence looks like."""

    rule: Annotated[
        EvidenceRule,
        Meta(description="required: without it the answer counts 0. expected: it counts for confidence. none."),
    ]
    examples: Annotated[
        tuple[Annotated[str, Meta(pattern=NOT_BLANK)], ...], Meta(description="What a reviewer would accept.")
    ] = ()


class ChoiceForm(Part):
    """An answer on offer."""

    id: Annotated[str, Meta(description="Unique in the question, stable for ever.", pattern=ID, max_length=60)]
    label: Annotated[str, Meta(description="An observable fact, never good or bad.", pattern=NOT_BLANK)]
    score: Annotated[Decimal, Meta(description="From 0 to 1, at most four decimal places.", extra_json_schema=_SHARE)]


class RemediationForm(Part):
    """What to do about a miss."""

    title: Annotated[str, Meta(description="The work in one line.", pattern=NOT_BLANK)]
    steps: Annotated[
        tuple[Annotated[str, Meta(pattern=NOT_BLANK)], ...], Meta(description="Concrete steps.", min_length=1)
    ]
    effort_days: Annotated[Decimal, Meta(description="Person-days.", extra_json_schema=_DAYS)]


class ReferenceForm(Part):
    """A public standard or book."""

    title: Annotated[str, Meta(description="Its title.", pattern=NOT_BLANK)]
    url: Annotated[str, Meta(description="Its address, https or http; left out for a book.", pattern=WEB_ADDRESS)] = ""


class QuestionForm(Part):
    """One thing to judge."""

    id: Annotated[str, Meta(description="Unique in the pack, stable for ever.", pattern=ID, max_length=100)]
    text: Annotated[str, Meta(description="One thing, answerable in one sitting.", pattern=NOT_BLANK)]
    why: Annotated[str, Meta(description="What breaks in production without it.", pattern=NOT_BLANK)]
    risk: Annotated[str, Meta(description="The same in one sentence for a business leader.", pattern=NOT_BLANK)]
    verify: Annotated[str, Meta(description="How a reviewer checks the claim in ten minutes.", pattern=NOT_BLANK)]
    severity: Annotated[Severity, Meta(description="How bad a miss is.")]
    level: Annotated[int, Meta(description="The rung of the ladder it belongs to.", ge=1, le=3)]
    weight: Annotated[int, Meta(description="Its weight within the principle.", ge=1)]
    evidence: Annotated[EvidenceForm, Meta(description="Its evidence rule.")]
    choices: Annotated[
        tuple[ChoiceForm, ...],
        Meta(
            description="Two to nine, worst to best: they are answered with the keys 1 to 9.",
            min_length=2,
            max_length=9,
        ),
    ]
    remediation: Annotated[RemediationForm, Meta(description="What to do about a miss.")]
    select: Annotated[Select, Meta(description="many: chosen points are summed and capped at 1.")] = Select.ONE
    applies_when: Annotated[
        str,
        Meta(description="CEL condition over service and answer(id); left out: always.", pattern=NOT_BLANK),
    ] = ""
    references: Annotated[tuple[ReferenceForm, ...], Meta(description="What the question rests on.")] = ()
    same_as: Annotated[
        str,
        Meta(description="The same question elsewhere, as pack-id/question-id: asked once.", pattern=WHOLE_ID),
    ] = ""


class PrincipleForm(Part):
    """A group of questions under one engineering principle."""

    id: Annotated[str, Meta(description="Unique in the pack, stable for ever.", pattern=ID, max_length=60)]
    title: Annotated[str, Meta(description="The principle as a short imperative.", pattern=NOT_BLANK)]
    intent: Annotated[str, Meta(description="What it is for, in one sentence.", pattern=NOT_BLANK)]
    questions: Annotated[tuple[QuestionForm, ...], Meta(description="In the order they are asked.", min_length=1)]
    weight: Annotated[int, Meta(description="Its weight within the pack.", ge=1)] = 1


class ContradictionForm(Part):
    """Answers that cannot all hold."""

    id: Annotated[str, Meta(description="Unique in the pack.", pattern=ID, max_length=100)]
    questions: Annotated[
        tuple[Annotated[str, Meta(pattern=ANY_ID)], ...],
        Meta(description="The questions beside which it is shown.", min_length=1),
    ]
    when: Annotated[str, Meta(description="CEL condition that is true when they clash.", pattern=NOT_BLANK)]
    message: Annotated[str, Meta(description="What to tell the reviewer.", pattern=NOT_BLANK)]


class PackForm(Part):
    """A pack: one discipline's questionnaire."""

    format: Annotated[Literal[1], Meta(description="The version of this file's form.")]
    id: Annotated[str, Meta(description="Small letters, digits, hyphens.", pattern=PACK_ID, max_length=60)]
    version: Annotated[str, Meta(description="Version of the pack, such as 1.0.0.", pattern=NOT_BLANK, max_length=40)]
    title: Annotated[str, Meta(description="The name of the discipline.", pattern=NOT_BLANK)]
    summary: Annotated[str, Meta(description="One paragraph.", pattern=NOT_BLANK)]
    licence: Annotated[str, Meta(description="SPDX name of the licence.", pattern=NOT_BLANK)]
    met_at: Annotated[
        Decimal,
        Meta(description="A question scoring at least this counts as met for the ladder.", extra_json_schema=_SHARE),
    ]
    principles: Annotated[tuple[PrincipleForm, ...], Meta(description="In the order they are asked.", min_length=1)]
    facts: Annotated[tuple[FactForm, ...], Meta(description="Facts that the conditions read.")] = ()
    contradictions: Annotated[tuple[ContradictionForm, ...], Meta(description="Answers that cannot all hold.")] = ()


_Minimum = Annotated[Decimal, Meta(description="Minimum, from 0 to 1.", extra_json_schema=_SHARE)]
_Days = Annotated[int, Meta(description="Days allowed from the miss to its due date.", ge=1, le=36_500)]


class RemediateForm(Part):
    """Days allowed to remediate a miss of each severity."""

    blocker: _Days
    high: _Days
    medium: _Days
    low: _Days


class TierForm(Part):
    """What a tier asks of a service."""

    overall: Annotated[_Minimum, Meta(description="Minimum of the overall score, from 0 to 1.")]
    principle: Annotated[_Minimum, Meta(description="Minimum of every principle's score, from 0 to 1.")]
    coverage: Annotated[_Minimum, Meta(description="Minimum coverage by question, from 0 to 1.")]
    level: Annotated[int, Meta(description="Minimum level.", ge=0, le=3)]
    max_age_days: Annotated[int, Meta(description="Maximum age of the standing assessment.", ge=1, le=36_500)]
    remediate_days: Annotated[RemediateForm, Meta(description="Days allowed to remediate, for each severity.")]


class TiersForm(Part, rename={f"tier_{tier}": str(tier) for tier in (1, 2, 3, 4)}):
    """The rules of all four tiers."""

    tier_1: Annotated[TierForm, Meta(description="An outage hurts customers at once.")]
    tier_2: Annotated[TierForm, Meta(description="An outage hurts within hours.")]
    tier_3: Annotated[TierForm, Meta(description="An outage can wait until tomorrow.")]
    tier_4: Annotated[TierForm, Meta(description="An experiment.")]


class PolicyForm(Part):
    """A gate policy: the rules for each tier."""

    format: Annotated[Literal[1], Meta(description="The version of this file's form.")]
    id: Annotated[str, Meta(description="Small letters, digits, hyphens.", pattern=PACK_ID, max_length=60)]
    version: Annotated[str, Meta(description="Version of the policy.", pattern=NOT_BLANK, max_length=40)]
    title: Annotated[str, Meta(description="Its name.", pattern=NOT_BLANK)]
    summary: Annotated[str, Meta(description="What it asks, in one paragraph.", pattern=NOT_BLANK)]
    tiers: Annotated[TiersForm, Meta(description="The rules of each tier.")]


def pack_schema() -> str:
    """Return the JSON Schema of pack files, as shipped in assessments/pack.schema.json."""
    return _schema(PackForm, "Shipworthy pack")


def policy_schema() -> str:
    """Return the JSON Schema of policy files, as shipped in assessments/policies/policy.schema.json."""
    return _schema(PolicyForm, "Shipworthy gate policy")


def _schema(form: type[Struct], title: str) -> str:
    (reference,), definitions = schema_components([form], ref_template="#/definitions/{name}")
    schema = {"$schema": DRAFT, "title": title, **reference, "definitions": definitions}
    return json.dumps(_draft_07(schema), indent=2, ensure_ascii=False) + "\n"


def _draft_07(node: Any) -> Any:
    """Rewrite what msgspec says in draft 2020-12, or for JSON alone, in words that YAML editors understand."""
    if isinstance(node, list):
        return [_draft_07(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: _draft_07(value) for key, value in node.items()}
    if node.get("format") == "decimal":
        # msgspec carries a Decimal in a JSON string; authors write a number.
        del node["format"]
        node["type"] = "number"
    if "$ref" in node and len(node) > 1:
        # Draft 07 ignores everything beside $ref, so the description would be lost.
        node["allOf"] = [{"$ref": node.pop("$ref")}]
    return node
