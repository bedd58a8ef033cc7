"""Where a service stands and how it came there: the score's story, the trend, and what the service is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.comparison import Comparison, compare
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import QuestionScore
from shipworthy.domain.trend import TrendPoint
from shipworthy.gui.context import Context
from shipworthy.gui.models.lines_model import Column, LinesModel
from shipworthy.gui.models.why_model import points
from shipworthy.gui.pages.service.service_tab import ServiceTab
from shipworthy.gui.pages.service_cards import AboutCard, DependenciesCard, FactsCard, FallCard, LinksCard
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Card
from shipworthy.gui.widgets.item_delegate import ScoreCell, VerdictCell
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.picture_view import PictureView
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.reports.chart_data import TrendChart
from shipworthy.text import _
from shipworthy.wording import DASH
from shipworthy.wording.comparison import ComparisonWording
from shipworthy.workflows.over_time import trend_chart
from shipworthy.workflows.reviews import shown_review
from shipworthy.workflows.services import ServiceView
from shipworthy.workflows.session import Session
from shipworthy.workflows.trend import service_trend

_TWO_COLUMNS = 920
_MOST_LOSSES = 5
_MOST_POINTS = 12


@dataclass(frozen=True, slots=True)
class _Story:
    """What the overview reads beside the service: its trend, the review that speaks for it, and what moved since.

    `picture` is None for fewer than two decided reviews.
    """

    trend: tuple[TrendPoint, ...]
    standing: Review | None
    since: Comparison | None
    picture: TrendChart | None


def _read_story(session: Session, service_id: UUID, standing: UUID | None) -> _Story:
    trend, picture = service_trend(session, service_id), trend_chart(session, service_id)
    if standing is None:
        return _Story(trend, None, None, picture)
    places = {point.assessment: place for place, point in enumerate(trend)}
    counted = [
        point.assessment
        for point in trend[: places.get(standing, 0)]
        if point.state is AssessmentState.DECIDED and point.score is not None
    ]
    with session.store.read() as tx:
        review = shown_review(session, tx, standing)
        before = shown_review(session, tx, counted[-1]) if counted else None
    return _Story(trend, review, compare(before, review) if before else None, picture)


class OverviewTab(ServiceTab):
    """Cards; `compare_asked(UUID, UUID)` shows two reviews side by side."""

    compare_asked = Signal(object, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._words = ComparisonWording()
        self._service: UUID | None = None
        self._story: _Story | None = None
        self.story = self._story_card()
        self.trend_card = self._trend_card()
        self.description_card = Card(_("Description"))
        self._description = PlainLabel(wrap=True, selectable=True)
        self.description_card.body.addWidget(self._description)
        self.about = AboutCard(context)
        self.links = LinksCard(context)
        self.dependencies = DependenciesCard(context)
        self.falls = FallCard(context)
        self.facts = FactsCard()
        self._lay_out()
        self.description_card.hide()
        self._show_story(_Story((), None, None, None))

    def _story_card(self) -> Card:
        card = Card(_("Why this score"))
        self.nothing = PlainLabel(
            _("Not reviewed yet. Start review asks some fifty questions; every answer is saved as you give it."),
            "soft",
            wrap=True,
        )
        self.reasons = PlainLabel(wrap=True, selectable=True)
        self.since = PlainLabel(wrap=True, selectable=True)
        self.compare_button = push_button(_("Show what moved"), "flat")
        self.compare_button.clicked.connect(self._ask_to_compare)
        self.losses = LinesModel[tuple[Review, QuestionScore]](self.context.theme, self._loss_columns(), self)
        self.losses_table = TableView(self.context.theme, self.context.wording, _("Largest losses"), elastic=(1,))
        self.losses_table.setModel(self.losses)
        self.losses_table.opened.connect(self._open_standing)
        card.head.addWidget(self.compare_button)
        for part in (self.nothing, self.reasons, self.since, self.losses_table):
            card.body.addWidget(part)
        return card

    def _loss_columns(self) -> tuple[Column[tuple[Review, QuestionScore]], ...]:
        wording = self._words

        def answer(row: tuple[Review, QuestionScore]) -> str:
            review, counts = row
            text = wording.answer_text(review.questionnaire.asked[counts.id].question, review.answer(counts.id))
            if counts.lacks_evidence:
                return _("{answer} (counts 0: no valid evidence)").format(answer=text)
            return text

        return (
            Column(_("Largest losses"), lambda row: row[0].questionnaire.asked[row[1].id].question.text),
            Column(_("Answer"), answer),
            Column(_("Loses"), lambda row: points(row[1].loss), is_number=True),
        )

    def _trend_card(self) -> Card:
        card = Card(_("Trend"))
        wording = self._words
        self.trend = LinesModel[TrendPoint](
            self.context.theme,
            (
                Column(_("Review"), lambda row: row.title),
                Column(_("Day"), lambda row: _day_text(wording, row)),
                Column(
                    _("Score"),
                    lambda row: wording.score_with_band(row.score, row.band),
                    is_number=True,
                    cell=lambda row: ScoreCell(row.score, row.band),
                ),
                Column(_("Level"), lambda row: str(row.level), is_number=True),
                Column(
                    _("Verdict"),
                    lambda row: wording.verdict(row.verdict),
                    cell=lambda row: VerdictCell(row.verdict, row.verdict),
                ),
                Column(
                    _("Back-cast"),
                    lambda row: _back_cast_text(wording, row),
                    is_number=True,
                    tip=lambda row: wording.back_cast(row.back_cast) if row.back_cast else _("The packs are the same."),
                    ink=lambda row: "" if row.back_cast else "soft",
                ),
            ),
            self,
        )
        self.trend_table = TableView(self.context.theme, wording, _("Trend"), elastic=(1,))
        self.trend_table.setModel(self.trend)
        self.trend_table.opened.connect(self._open_point)
        self.not_mapped = PlainLabel(role="small", wrap=True)
        self.picture = PictureView(self.context, _("Trend"))
        card.body.addWidget(self.picture)
        card.body.addWidget(self.trend_table)
        card.body.addWidget(self.not_mapped)
        return card

    def _lay_out(self) -> None:
        first, second = QVBoxLayout(), QVBoxLayout()
        for column, cards in (
            (first, (self.story, self.trend_card, self.description_card)),
            (second, (self.about, self.dependencies, self.falls, self.links, self.facts)),
        ):
            column.setSpacing(12)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(0, 12, 0, 0)
        self._columns.setSpacing(12)
        self._columns.addLayout(first, 3)
        self._columns.addLayout(second, 2)
        self.setLayout(self._columns)

    def show_view(self, view: ServiceView) -> None:
        if view.service.id != self._service:
            self._show_story(_Story((), None, None, None))
        self._service = view.service.id
        self.nothing.setVisible(not view.assessments)
        self._description.setText(view.service.description)
        self.description_card.setVisible(bool(view.service.description))
        self.about.show_service(view.service)
        self.links.show_service(view.service)
        self.dependencies.show_view(view)
        self.falls.show_view(view)
        self.facts.show_facts(view.facts)
        service_id, standing = view.service.id, view.line.standing

        def show(story: _Story) -> None:
            if service_id == self._service:
                self._show_story(story)

        work_id = standing.id if standing else None
        self.context.read(lambda session: _read_story(session, service_id, work_id), show, owner=self)

    def _show_story(self, story: _Story) -> None:
        self._story = story
        review, since, words = story.standing, story.since, self._words
        self.reasons.setText("\n".join(f"• {reason}" for reason in words.reasons(review)) if review else "")
        self.reasons.setVisible(bool(self.reasons.text()))
        self.since.setText(words.since(since) if since else "")
        self.since.setVisible(since is not None)
        self.compare_button.setVisible(since is not None)
        losses = [each for each in review.scorecard.why() if each.loss][:_MOST_LOSSES] if review else []
        self.losses.show_rows([(review, each) for each in losses if review])
        self.losses_table.setVisible(bool(losses))
        self.trend.show_rows(story.trend)
        self.picture.show_chart(story.picture)
        self.trend_card.setVisible(bool(story.trend))
        casts = [point.back_cast for point in story.trend if point.back_cast]
        self.not_mapped.setText(
            _("Older reviews are also scored under the packs of today; the original stands beside.") if casts else ""
        )
        self.not_mapped.setVisible(bool(casts))
        for table, row in ((self.losses_table, 0), (self.trend_table, len(story.trend) - 1)):
            table.setCurrentIndex(table.model().index(row, 0))
        self.fit()
        self.filled.emit()

    @Slot()
    def _ask_to_compare(self) -> None:
        since = self._story.since if self._story else None
        if since is not None:
            self.compare_asked.emit(since.before.assessment.id, since.after.assessment.id)

    @Slot(QModelIndex)
    def _open_standing(self, _index: QModelIndex) -> None:
        if self._story is not None and self._story.standing is not None:
            self.context.open_review(self._story.standing.assessment.id)

    @Slot(QModelIndex)
    def _open_point(self, index: QModelIndex) -> None:
        self.context.open_review(self.trend.row(index.row()).assessment)

    def focus_place(self) -> QWidget | None:
        return next((table for table in (self.losses_table, self.trend_table) if table.isVisible()), None)

    @Slot()
    def fit(self) -> None:
        beside = self.width() >= self.context.theme.pixels(_TWO_COLUMNS)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.losses_table.show_whole(_MOST_LOSSES)
        self.trend_table.show_whole(_MOST_POINTS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def _day_text(wording: ComparisonWording, point: TrendPoint) -> str:
    day = wording.date(point.day)
    if point.state is AssessmentState.DECIDED:
        return day
    return f"{day} · {wording.assessment_state(point.state).lower()}"


def _back_cast_text(wording: ComparisonWording, point: TrendPoint) -> str:
    cast = point.back_cast
    return wording.score_with_band(cast.score, cast.band) if cast else DASH
