"""What authors of packs use beside the check: advice on words, the difference of two versions, a start, a preview."""

from collections.abc import Iterator
from pathlib import Path

from shipworthy.domain.carrying import pack_change
from shipworthy.domain.pack import Pack, Question, bare_id
from shipworthy.errors import UserError
from shipworthy.files import write_text
from shipworthy.packs import shipped
from shipworthy.packs.lint import Advice, lint_pack
from shipworthy.packs.loader import load_pack_text
from shipworthy.packs.schema import pack_schema
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.start_preview import change_lines

_START = """\
# yaml-language-server: $schema=pack.schema.json
# $schema: pack.schema.json
format: 1
id: {id}
version: 0.1.0
title: {title}
summary: >-
  What this pack reviews, in one paragraph. Each question is settled by something a reviewer can open, run or try.
licence: CC-BY-4.0
met_at: 0.75

facts:
  - {{id: has_users, text: "Do people outside the team rely on it?", default: true}}

principles:
  - id: first
    title: Name the principle
    intent: What it is for, in one sentence.
    weight: 1
    questions:
      - id: first.question
        text: Does every release have a named owner?
        why: What breaks in production without it.
        risk: The same in one sentence for somebody who answers for the business.
        verify: What to open or run, in ten minutes, to see which choice is true.
        severity: high
        level: 1
        weight: 2
        select: one
        evidence:
          rule: expected
          examples:
            - A link or a file that settles it
        applies_when: service.has_users
        choices:
          - {{id: none, label: "No release has one", score: 0}}
          - {{id: some, label: "Some releases have one", score: 0.5}}
          - {{id: every, label: "Every release has one", score: 0.75}}
          - {{id: checked, label: "Every release has one, and the pipeline refuses one without", score: 1}}
        remediation:
          title: Name an owner for every release
          steps:
            - List the latest releases with whoever answered for them.
            - Let the pipeline ask for a name.
          effort_days: 1
        references:
          - {{title: "A public standard or book", url: "https://example.org/"}}
"""


def lint(id_or_file: str) -> tuple[Advice, ...]:
    """Return advice on the words of a pack, shipped or of a file, against the shipped packs."""
    paths = {path.stem: path for path in shipped.shipped_pack_files()}
    path = paths.get(id_or_file, Path(id_or_file))
    if not path.is_file():
        shipped.find_pack(id_or_file)  # says what there is instead
    return lint_pack(path, shipped.shipped_packs())


def start_pack(pack_id: str, title: str, target: Path) -> Path:
    """Write a pack of one question to begin from; raises UserError where the file is there, or the id cannot be.

    The schema that its first lines name is put beside it, unless there is a file of that name already.
    """
    if target.exists():
        raise UserError(_("{file} is there already.").format(file=target), _("Choose another name for the new pack."))
    text = _START.format(id=pack_id, title=_quoted(title or pack_id))
    load_pack_text(text, str(target))
    schema = schema_beside(target)
    if not schema.exists():
        write_text(schema, pack_schema())
    write_text(target, text)
    return target


def schema_beside(pack_file: Path) -> Path:
    """Return where editors look for the schema of a pack that was begun with `start_pack`."""
    return pack_file.parent / "pack.schema.json"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def difference(before: Pack, now: Pack) -> list[str]:
    """Return what distinguishes two packs of one discipline, a line each: questions first, then their fields."""
    lines = [*change_lines(pack_change(before, now)), *_changed_rules(before, now)]
    old = {question.id: question for _principle, question in before.questions()}
    for _principle, question in now.questions():
        changed = [*_changed_fields(old[question.id], question)] if question.id in old else []
        if changed:
            lines += [bare_id(question.id), *(f"  {line}" for line in changed)]
    return lines if len(lines) > 1 else [*lines, _("No question differs.")]


def _changed_fields(before: Question, now: Question) -> Iterator[str]:
    pairs = (
        ("text", before.text, now.text),
        ("why", before.why, now.why),
        ("risk", before.risk, now.risk),
        ("verify", before.verify, now.verify),
        ("severity", before.severity.value, now.severity.value),
        ("level", str(before.level), str(now.level)),
        ("weight", str(before.weight), str(now.weight)),
        ("select", before.select.value, now.select.value),
        ("evidence", before.evidence_rule.value, now.evidence_rule.value),
        ("applies_when", before.applies_when, now.applies_when),
        ("same_as", before.same_as, now.same_as),
        ("remediation", before.advice.title, now.advice.title),
        ("steps", " ".join(before.advice.steps), " ".join(now.advice.steps)),
        ("effort_days", str(before.advice.effort_days), str(now.advice.effort_days)),
        ("evidence examples", "; ".join(before.evidence_examples), "; ".join(now.evidence_examples)),
        ("references", _references(before), _references(now)),
    )
    for name, old, new in pairs:
        if old != new:
            yield f"{name}: {old or '–'} → {new or '–'}"
    were = {choice.id: _choice(choice.label, Wording().choice_score(choice.score)) for choice in before.choices}
    are = {choice.id: _choice(choice.label, Wording().choice_score(choice.score)) for choice in now.choices}
    for choice_id in dict.fromkeys((*were, *are)):
        if were.get(choice_id) != are.get(choice_id):
            yield f"{choice_id}: {were.get(choice_id, '–')} → {are.get(choice_id, '–')}"


def _references(question: Question) -> str:
    return "; ".join(f"{each.title} {each.url}".rstrip() for each in question.references)


def _changed_rules(before: Pack, now: Pack) -> Iterator[str]:
    """Yield what differs of a pack beside its questions: threshold, facts, principles and contradictions."""
    if before.met_at != now.met_at:
        yield f"met_at: {before.met_at} → {now.met_at}"
    kinds = (
        ("fact", _facts(before), _facts(now)),
        ("principle", _principles(before), _principles(now)),
        ("contradiction", _contradictions(before), _contradictions(now)),
    )
    for kind, old, new in kinds:
        for each in dict.fromkeys((*old, *new)):
            if old.get(each) != new.get(each):
                yield f"{kind} {bare_id(each) or each}: {old.get(each, '–')} → {new.get(each, '–')}"


def _facts(pack: Pack) -> dict[str, str]:
    return {each.id: f"{each.text} ({_('yes') if each.default else _('no')})" for each in pack.facts}


def _principles(pack: Pack) -> dict[str, str]:
    return {
        each.id: _("{title}, weight {weight}").format(title=each.title, weight=each.weight) for each in pack.principles
    }


def _contradictions(pack: Pack) -> dict[str, str]:
    return {each.id: f"{each.when}: {each.message}" for each in pack.contradictions}


def _choice(label: str, score: str) -> str:
    return f"{label} ({score})"


def as_respondent(pack: Pack) -> list[str]:
    """Return a pack as whoever answers it reads it: each question with its help and its numbered choices."""
    lines = [f"{pack.title} {pack.version}", pack.summary]
    if pack.facts:
        lines += ["", _("Asked once per service:")]
        lines += [f"  {fact.text} ({_('yes') if fact.default else _('no')})" for fact in pack.facts]
    for number, principle in enumerate(pack.principles, start=1):
        lines += ["", f"{number}. {principle.title}", f"   {principle.intent}"]
        for index, question in enumerate(principle.questions, start=1):
            lines += ["", f"{number}.{index} {question.text}", *_help(question)]
            lines += [f"     {key} {choice.label}" for key, choice in enumerate(question.choices, start=1)]
    return lines


def _help(question: Question) -> Iterator[str]:
    wording = Wording()
    rules = (
        wording.severity(question.severity).lower(),
        _("level {level}").format(level=question.level),
        _("weight {weight}").format(weight=question.weight),
        wording.evidence_rule(question.evidence_rule).lower(),
    )
    yield f"    {' · '.join(rules)}"
    if question.applies_when:
        yield _("    asked when {condition}").format(condition=question.applies_when)
    yield f"    {question.why}"
    yield _("    To verify: {text}").format(text=question.verify)
