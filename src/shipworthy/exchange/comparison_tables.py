"""Two assessments side by side as tables, worded from their document."""

from fractions import Fraction

from shipworthy.exchange.assessment_tables import columns_of, moment, percent, summary_table
from shipworthy.exchange.comparison_document import (
    ComparisonDocument,
    PrincipleChangeForm,
    QuestionChangeForm,
    SideForm,
    StandForm,
)
from shipworthy.exchange.report_table import Column, Table, Value
from shipworthy.exchange.sheets import Look
from shipworthy.wording.comparison import ComparisonWording
from shipworthy.wording.report_columns import ReportColumns


def comparison_tables(
    document: ComparisonDocument, words: ReportColumns, wording: ComparisonWording
) -> tuple[Table, ...]:
    """Return the tables of a comparison: summary, both sides, parts, principles and questions."""
    titles = words.comparison_titles()
    parts = [
        (wording.factor(each.factor), points(each.change), wording.factor_meaning(each.factor))
        for each in document.parts
    ]
    return (
        summary_table(_summary(document, words), words),
        _sides(document, words),
        Table(
            words.table("parts"),
            (Column(titles["part"], 24, Look.STRONG), Column(titles["change"], 12), Column(titles["meaning"], 70)),
            parts,
        ),
        Table(
            words.table("principles"),
            columns_of(words.principle_change_titles()),
            [_principle(each) for each in document.principles],
        ),
        question_change_table(document, words, wording),
    )


def question_change_table(document: ComparisonDocument, words: ReportColumns, wording: ComparisonWording) -> Table:
    """Return the main table: every question that moved, the largest change first."""
    return Table(
        words.table("questions"),
        columns_of(words.question_change_titles()),
        [_question(each, wording) for each in document.questions],
    )


def _summary(document: ComparisonDocument, words: ReportColumns) -> list[tuple[str, Value]]:
    titles = words.comparison_titles()
    return [
        ("service", document.service.name),
        ("team", document.service.team),
        (titles["change"], points(document.change)),
        *((titles["blocker_gone"], each) for each in document.blockers_gone),
        *((titles["blocker_new"], each) for each in document.blockers_new),
        ("made", moment(document.about.made)),
    ]


def _sides(document: ComparisonDocument, words: ReportColumns) -> Table:
    titles, names = words.comparison_titles(), words.summary_titles()
    before, after = (_side(each, words) for each in (document.before, document.after))
    return Table(
        words.table("sides"),
        (
            Column(names["what"], 24, Look.STRONG),
            Column(titles["before"], 50, Look.VALUE),
            Column(titles["after"], 50, Look.VALUE),
        ),
        [(names[name], value, after[name]) for name, value in before.items()],
    )


def _side(side: SideForm, words: ReportColumns) -> dict[str, Value]:
    return {
        "title": side.title,
        "state": words.assessment_state(side.state),
        "as_of": side.as_of.isoformat(),
        "tier": side.tier,
        "verdict": words.verdict(side.verdict),
        "score": percent(side.score),
        "low": percent(side.band.low) if side.band else None,
        "high": percent(side.band.high) if side.band else None,
        "level": side.level,
        "coverage": percent(side.coverage),
        "confidence": percent(side.confidence),
        "pack": "\n".join(f"{each.title} ({each.id} {each.version})" for each in side.packs),
        "fingerprint": side.fingerprint,
    }


def _principle(principle: PrincipleChangeForm) -> list[Value]:
    known = principle.before is not None and principle.after is not None
    change = str(Fraction(principle.after or 0) - Fraction(principle.before or 0)) if known else None
    return [principle.title, percent(principle.before), percent(principle.after), points(change), principle.id]


def _question(question: QuestionChangeForm, wording: ComparisonWording) -> list[Value]:
    return [
        question.text,
        "; ".join(wording.moved(each) for each in question.moved),
        question.before.text if question.before else wording.stand(None),
        question.after.text if question.after else wording.stand(None),
        _counts(question.before),
        _counts(question.after),
        points(question.change),
        question.id,
    ]


def _counts(stand: StandForm | None) -> float | None:
    return None if stand is None or stand.counted_score is None else float(Fraction(stand.counted_score))


def points(change: str | None) -> float | None:
    """Return a change of score in points of a hundred, to a thousandth of a point."""
    return None if change is None else float(round(Fraction(change) * 100, 3))
