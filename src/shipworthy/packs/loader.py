"""Packs and gate policies from files: read, checked as a whole, and said in the domain's words."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from shipworthy.domain.pack import (
    Advice,
    Choice,
    Contradiction,
    FactDefinition,
    Pack,
    Principle,
    Question,
    Reference,
    Severity,
    whole_id,
)
from shipworthy.domain.policy import GatePolicy, TierPolicy
from shipworthy.errors import UserError
from shipworthy.forms import fill
from shipworthy.packs.pack_data import located_pack
from shipworthy.packs.policy_file import policy_text
from shipworthy.packs.schema import PackForm, PolicyForm, PrincipleForm, QuestionForm, TierForm
from shipworthy.packs.validator import check_pack
from shipworthy.text import _
from shipworthy.untrusted.files import read_text
from shipworthy.untrusted.our_json import parse_json
from shipworthy.untrusted.problems import Problems
from shipworthy.untrusted.yaml_files import parse_yaml


def load_pack(path: Path) -> Pack:
    """Return the pack of a file; raises UserError, or InvalidFile with every problem and its place."""
    return load_pack_text(read_text(path), str(path))


def load_pack_text(text: str, file: str) -> Pack:
    """Return the pack that a text says; `file` is what problems call it. Raises InvalidFile."""
    problems = Problems(file)
    located = parse_yaml(text, file, problems)
    form = fill(PackForm, located, problems)
    check_pack(form, located, problems)
    problems.raise_if_any()
    return _pack(form)


def load_policy(path: Path) -> GatePolicy:
    """Return the gate policy of a file; raises UserError, or InvalidFile with every problem and its place."""
    return load_policy_text(read_text(path), str(path))


def load_policy_text(text: str, file: str) -> GatePolicy:
    """Return the gate policy that a text says; `file` is what problems call it. Raises InvalidFile."""
    problems = Problems(file)
    form = fill(PolicyForm, parse_yaml(text, file, problems), problems)
    problems.raise_if_any()
    tiers = {tier: _tier(getattr(form.tiers, f"tier_{tier}")) for tier in (1, 2, 3, 4)}
    return GatePolicy(form.id, form.version, form.title, form.summary.strip(), tiers)


def pack_from_json(data: bytes, file: str) -> Pack:
    """Return the pack of canonical JSON, such as a bundle holds; raises UserError unless a pack file could say it."""
    pack = parse_json(data, Pack, file)
    problems = Problems(file)
    try:
        located = located_pack(pack, file)
        form = fill(PackForm, located, problems)
        check_pack(form, located, problems)
        problems.raise_if_any()
        is_sound = _pack(form) == pack
    except (UserError, ValueError) as error:
        raise _unsound(file) from error
    if not is_sound:
        raise _unsound(file)
    return pack


def policy_from_json(data: bytes, file: str) -> GatePolicy:
    """Return the gate policy of canonical JSON; raises UserError unless a policy file could say it."""
    policy = parse_json(data, GatePolicy, file)
    try:
        is_sound = load_policy_text(policy_text(policy), file) == policy
    except (UserError, ValueError, KeyError) as error:
        raise _unsound(file) from error
    if not is_sound:
        raise _unsound(file)
    return policy


def _unsound(file: str) -> UserError:
    return UserError(
        _("{file} holds a questionnaire or a gate policy that breaks the rules for them.").format(file=file),
        _("Ask whoever sent it for a new one, or for the file that it was made from."),
    )


def _tier(form: TierForm) -> TierPolicy:
    return TierPolicy(
        overall=_exact(form.overall),
        principle=_exact(form.principle),
        coverage=_exact(form.coverage),
        level=form.level,
        max_age_days=form.max_age_days,
        remediate_days={severity: getattr(form.remediate_days, severity.value) for severity in Severity},
    )


def _pack(form: PackForm) -> Pack:
    return Pack(
        id=form.id,
        version=form.version,
        title=form.title,
        summary=form.summary.strip(),
        licence=form.licence,
        met_at=_exact(form.met_at),
        facts=tuple(FactDefinition(fact.id, fact.text.strip(), fact.default) for fact in form.facts),
        principles=tuple(_principle(principle, form.id) for principle in form.principles),
        contradictions=tuple(
            Contradiction(
                id=whole_id(form.id, item.id),
                questions=tuple(whole_id(form.id, question) for question in item.questions),
                when=item.when.strip(),
                message=item.message.strip(),
            )
            for item in form.contradictions
        ),
    )


def _principle(form: PrincipleForm, pack_id: str) -> Principle:
    return Principle(
        id=whole_id(pack_id, form.id),
        title=form.title,
        intent=form.intent.strip(),
        weight=form.weight,
        questions=tuple(_question(question, pack_id) for question in form.questions),
    )


def _question(form: QuestionForm, pack_id: str) -> Question:
    return Question(
        id=whole_id(pack_id, form.id),
        text=form.text.strip(),
        why=form.why.strip(),
        risk=form.risk.strip(),
        verify=form.verify.strip(),
        severity=form.severity,
        level=form.level,
        weight=form.weight,
        select=form.select,
        evidence_rule=form.evidence.rule,
        evidence_examples=tuple(example.strip() for example in form.evidence.examples),
        choices=tuple(Choice(choice.id, choice.label.strip(), _exact(choice.score)) for choice in form.choices),
        advice=Advice(
            title=form.remediation.title.strip(),
            steps=tuple(step.strip() for step in form.remediation.steps),
            effort_days=_exact(form.remediation.effort_days),
        ),
        references=tuple(Reference(reference.title.strip(), reference.url) for reference in form.references),
        applies_when=form.applies_when.strip(),
        same_as=form.same_as,
    )


def _exact(number: Decimal) -> Fraction:
    return Fraction(number)
