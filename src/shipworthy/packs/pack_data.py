"""A pack as data that a pack file would hold: what the loader turns into a pack, turned back.

A pack that comes as a value, in a bundle, is held to the rules for files by way of this.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from shipworthy.domain.pack import Contradiction, Pack, Principle, Question, Reference
from shipworthy.forms import MAX_DECIMALS
from shipworthy.untrusted.problems import Located, Place, Steps, Value


def located_pack(pack: Pack, file: str) -> Located:
    """Return what a pack file would say, each value on a line of its own, by which the checks tell them apart.

    Raises ValueError where no file could say it, such as for a score of a third.
    """
    data = pack_values(pack)
    places = {steps: Place(line, 1) for line, steps in enumerate(_all_steps(data, ()), start=1)}
    return Located(file, data, places, {}, ("",) * len(places))


def _all_steps(value: Value, steps: Steps) -> Iterator[Steps]:
    yield steps
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inner:
        yield from _all_steps(each, (*steps, step))


def pack_values(pack: Pack) -> Value:
    """Return what a pack file would say; raises ValueError as `located_pack`."""
    return {
        "format": 1,
        "id": pack.id,
        "version": pack.version,
        "title": pack.title,
        "summary": pack.summary,
        "licence": pack.licence,
        "met_at": _decimal(pack.met_at),
        "facts": [{"id": fact.id, "text": fact.text, "default": fact.default} for fact in pack.facts],
        "principles": [_principle(pack.id, principle) for principle in pack.principles],
        "contradictions": [_contradiction(pack.id, contradiction) for contradiction in pack.contradictions],
    }


def _principle(pack_id: str, principle: Principle) -> Value:
    return {
        "id": _own_id(pack_id, principle.id),
        "title": principle.title,
        "intent": principle.intent,
        "weight": principle.weight,
        "questions": [_question(pack_id, question) for question in principle.questions],
    }


def _question(pack_id: str, question: Question) -> Value:
    data: dict[str, Value] = {
        "id": _own_id(pack_id, question.id),
        "text": question.text,
        "why": question.why,
        "risk": question.risk,
        "verify": question.verify,
        "severity": question.severity.value,
        "level": question.level,
        "weight": question.weight,
        "select": question.select.value,
        "evidence": {"rule": question.evidence_rule.value, "examples": [*question.evidence_examples]},
        "choices": [
            {"id": choice.id, "label": choice.label, "score": _decimal(choice.score)} for choice in question.choices
        ],
        "remediation": {
            "title": question.advice.title,
            "steps": [*question.advice.steps],
            "effort_days": _decimal(question.advice.effort_days),
        },
        "references": [_reference(reference) for reference in question.references],
    }
    optional = {"applies_when": question.applies_when, "same_as": question.same_as}
    return data | {key: text for key, text in optional.items() if text}


def _reference(reference: Reference) -> Value:
    address: dict[str, Value] = {"url": reference.url} if reference.url else {}
    return {"title": reference.title, **address}


def _contradiction(pack_id: str, contradiction: Contradiction) -> Value:
    return {
        "id": _own_id(pack_id, contradiction.id),
        "questions": [*contradiction.questions],
        "when": contradiction.when,
        "message": contradiction.message,
    }


def _own_id(pack_id: str, whole: str) -> str:
    before, slash, own = whole.partition("/")
    if not slash or before != pack_id:
        raise ValueError(f"{whole} is no id of the pack {pack_id}")
    return own


def _decimal(number: Fraction) -> Decimal:
    if (number * 10**MAX_DECIMALS).denominator != 1:
        raise ValueError(f"{number} is no decimal of {MAX_DECIMALS} places")
    return Decimal(number.numerator) / Decimal(number.denominator)
