"""What a policy that is being changed would do to the portfolio, in numbers and service by service."""

from collections.abc import Iterator
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from shipworthy.domain.gate import Verdict
from shipworthy.domain.policy_effect import PolicyEffect, ServiceEffect
from shipworthy.errors import UserError
from shipworthy.gui.models.question_list_model import QuestionLine
from shipworthy.gui.pages.review.question_list import QuestionList
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.chips import VerdictChip
from shipworthy.gui.widgets.form import Card
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording

_BEST_FIRST = sorted(Verdict, key=lambda verdict: -verdict.rank)


class EffectCard(Card):
    """Counts per verdict, now and then, and the services whose verdict changes; `service_chosen` carries an id."""

    service_chosen = Signal(object)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__(_("Effect on the portfolio"))
        self._wording = wording
        self.state = PlainLabel(role="soft", wrap=True)
        self.problem = PlainLabel(role="problem", wrap=True)
        self.counts: dict[Verdict, PlainLabel] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        for row, verdict in enumerate(_BEST_FIRST):
            chip, count = VerdictChip(wording), PlainLabel()
            chip.show_verdict(verdict)
            self.counts[verdict] = count
            self._grid.addWidget(chip, row, 0)
            self._grid.addWidget(count, row, 1)
        self.services = QuestionList(theme, _("Services whose verdict changes"))
        self.services.setMinimumHeight(theme.pixels(160))
        self.services.question_chosen.connect(lambda service: self.service_chosen.emit(UUID(service)))
        self.body.addWidget(self.state)
        self.body.addWidget(self.problem)
        self.body.addLayout(self._grid)
        self.body.addWidget(self.services, 1)
        self.show_waiting()

    def show_waiting(self, done: int = 0, total: int = 0) -> None:
        """Say that the effect is being worked out; what was shown stays until then."""
        counted = _("Working out the effect… {done} of {total} services").format(done=done, total=total)
        self.state.setText(counted if total else _("Working out the effect…"))
        self._show_problem("")

    def show_problem(self, error: UserError) -> None:
        """Say why these values cannot be saved."""
        self.state.setText(_("Nothing is changed until you save."))
        self._show_problem(f"{error.message} {error.hint}")
        for count in self.counts.values():
            count.setText("")
        self._show_lines([])

    def show_effect(self, effect: PolicyEffect) -> None:
        """Show what would change."""
        self._show_problem("")
        opened, decided = effect.open_reviews, effect.decided_reviews
        take = ngettext(
            "{count} open review takes the policy over", "{count} open reviews take the policy over", opened
        )
        keep = ngettext("{count} decided review keeps its own", "{count} decided reviews keep their own", decided)
        both = _("{take}, {keep}. Nothing is changed until you save.")
        self.state.setText(both.format(take=take.format(count=opened), keep=keep.format(count=decided)))
        for verdict, count in self.counts.items():
            before, after = effect.before[verdict], effect.after[verdict]
            count.setText(_("{before} → {after}").format(before=before, after=after) if before != after else str(after))
            count.setProperty("role", "strong" if before != after else "")
            count.setAccessibleName(
                _("{verdict}: now {before}, then {after}").format(
                    verdict=self._wording.verdict(verdict), before=before, after=after
                )
            )
        self._show_lines(list(self._lines(effect)))

    def _lines(self, effect: PolicyEffect) -> Iterator[QuestionLine]:
        word = self._wording
        if effect.changed:
            yield QuestionLine("", _("Verdict changes at once ({count})").format(count=len(effect.changed)))
        for each in effect.changed:
            text = _("{service}: {before} → {after}").format(
                service=each.service.name, before=word.verdict(each.before), after=word.verdict(each.after)
            )
            yield QuestionLine(str(each.service.id), text, self._reasons(each))
        if effect.kept:
            yield QuestionLine("", _("Decided, judged otherwise at the next review ({count})").format(
                count=len(effect.kept)
            ))  # fmt: skip
        for each in effect.kept:
            text = _("{service}: {before}, then {after}").format(
                service=each.service.name,
                before=word.verdict(each.now.judgement.verdict),
                after=word.verdict(each.then.judgement.verdict),
            )
            yield QuestionLine(str(each.service.id), text, self._reasons(each))
        if not effect.changed and not effect.kept:
            yield QuestionLine("", _("No verdict changes"))

    def _reasons(self, effect: ServiceEffect) -> str:
        word = self._wording
        fails = [word.clause_alone(clause, effect.then) for clause in effect.newly_failed]
        holds = [word.clause_alone(clause, effect.now) for clause in effect.no_longer_failed]
        parts = [_("Newly fails: {clauses}").format(clauses="; ".join(fails))] if fails else []
        parts += [_("No longer fails: {clauses}").format(clauses="; ".join(holds))] if holds else []
        return ". ".join(parts) or _("Through a service that it depends on")

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _show_lines(self, lines: list[QuestionLine]) -> None:
        self.services.show_lines(lines)
        self.services.setVisible(bool(lines))
