"""What the answers come to, live: score with band, verdict, level, blockers, coverage, and the clauses that failed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shipworthy.domain.review import Review
from shipworthy.domain.waiver_register import accepted
from shipworthy.gui.pages.review.callout import LINK_INSET
from shipworthy.gui.pages.review.said import clause_words
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.chips import VerdictChip
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel, set_plain_tool_tip
from shipworthy.gui.widgets.score_label import ScoreLabel
from shipworthy.text import _
from shipworthy.wording import Wording


class ScorePanel(QWidget):
    """The figures below the principles. `why_asked` and `contradictions_asked` are its two links."""

    why_asked = Signal()
    contradictions_asked = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.score = ScoreLabel(wording)
        self.live = PlainLabel(role="soft", wrap=True)
        self.live.hide()
        self.verdict = VerdictChip(wording)
        self.level = PlainLabel(role="soft")
        self.own_verdict = PlainLabel(role="small", wrap=True)
        self.counts = PlainLabel(role="soft", wrap=True)
        self.why = push_button("", "link")
        self.why.clicked.connect(self.why_asked)
        self.contradictions = push_button("", "link")
        self.contradictions.clicked.connect(self.contradictions_asked)
        self.clauses_title = PlainLabel(_("Not met"), "label")
        self.clauses = PlainLabel(role="small", wrap=True)
        self.accepted = PlainLabel(role="small", wrap=True)
        verdict_line = QHBoxLayout()
        verdict_line.setSpacing(8)
        verdict_line.addWidget(self.verdict)
        verdict_line.addWidget(self.level)
        verdict_line.addStretch(1)
        flow = FlowLayout(spacing=8, outset=LINK_INSET)
        flow.addWidget(self.why)
        flow.addWidget(self.contradictions)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.score)
        layout.addWidget(self.live)
        layout.addLayout(verdict_line)
        layout.addWidget(self.own_verdict)
        layout.addWidget(self.counts)
        layout.addLayout(flow)
        layout.addWidget(self.clauses_title)
        layout.addWidget(self.clauses)
        layout.addWidget(self.accepted)

    def show_review(self, review: Review) -> None:
        """Show the figures of a review."""
        card, judgement = review.scorecard, review.judgement
        self.score.show_score(card.score, card.band)
        self.verdict.show_verdict(review.shown_verdict)
        self.level.setText(_("Level {level}").format(level=judgement.level))
        self._show_cap(review)
        blockers = self._wording.count("{count} blocker", "{count} blockers", len(judgement.blockers))
        answered = _("{percent} % answered").format(percent=self._wording.percent(card.coverage))
        waiting = sum(counts.applies and counts.carried for counts in card.questions.values())
        to_confirm = [self._wording.count("{count} to confirm", "{count} to confirm", waiting)] if waiting else []
        self.counts.setText(" · ".join([blockers, answered, *to_confirm]))
        self.why.setText(self._wording.why_title(card.score))
        self.why.setEnabled(card.score is not None)
        held = len(card.contradictions)
        self.contradictions.setVisible(bool(held))
        self.contradictions.setText(self._wording.count("{count} contradiction", "{count} contradictions", held))
        clauses = clause_words(review, self._wording)
        self.clauses_title.setVisible(bool(clauses))
        self.clauses_title.setText(self._wording.clauses_title(judgement.verdict))
        self.clauses.setVisible(bool(clauses))
        self.clauses.setText("\n".join(f"✕ {clause}" for clause in clauses))
        accepted_words = self._wording.accepted(accepted(review))
        self.accepted.setVisible(bool(accepted_words))
        self.accepted.setText(" · ".join(accepted_words))
        set_plain_tool_tip(self.clauses, "\n".join(self._wording.clauses(review)))

    def show_live(self, words: str) -> None:
        """Say beside the figures of a sealed review what the same answers count today; nothing for ""."""
        self.live.setText(words)
        self.live.setVisible(bool(words))

    def _show_cap(self, review: Review) -> None:
        self.own_verdict.setVisible(review.cap is not None)
        if review.cap is not None:
            self.own_verdict.setText(
                _("By itself: {verdict}. Held back by {services}.").format(
                    verdict=self._wording.verdict(review.judgement.verdict), services=", ".join(review.cap.services)
                )
            )
