"""Reports on the portfolio and on a team from a terminal."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from tests.cli.conftest import Type
from tests.reports.builders import page_texts


@pytest.fixture
def typed(typed: Type) -> Type:
    """Return the function on a store of three services."""
    assert typed("service", "add", "ledger", "--team", "Payments", "--tier", "2")[0] == 0
    assert typed("service", "add", "wallet", "--team", "Payments")[0] == 0
    assert typed("service", "add", "finder", "--team", "Search")[0] == 0
    return typed


def test_the_portfolio_and_a_team_are_printed(typed: Type, tmp_path: Path) -> None:
    target = tmp_path / "all.pdf"
    assert typed("report", "--portfolio", "--out", str(target)) == (0, f"{target}\n", "")
    with pikepdf.open(BytesIO(target.read_bytes())) as pdf:
        assert (len(pdf.pages), str(pdf.docinfo["/Title"])) == (2, "Portfolio readiness report")
    assert "3 services" in page_texts(target.read_bytes())[0]
    target = tmp_path / "team.pdf"
    assert typed("report", "--team", "PAYMENTS", "--for", "design-review", "--out", str(target))[0] == 0
    pages = page_texts(target.read_bytes())
    assert "Payments" in pages[0]
    assert "2 services" in pages[0]
    assert "finder" not in "".join(pages)
    assert "Method, versions and fingerprint" in "".join(pages)


def test_without_a_file_it_is_named_after_team_and_day(
    typed: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _err = typed("report", "--portfolio", "--as-of", "2001-02-03", "--since", "2001-01-03")
    assert (code, Path(out.strip()).name) == (0, "portfolio-2001-02-03.pdf")
    assert "As of 3 February 2001" in page_texts((tmp_path / "portfolio-2001-02-03.pdf").read_bytes())[0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "A report is on one service, or on the portfolio, or on a team."),
        (("ledger", "--portfolio"), "A report is on one service, or on the portfolio, or on a team."),
        (("ledger", "--since", "2026-01-01"), "--as-of and --since belong to the report"),
        (("--portfolio", "--as-of", "2999-01-01"), "2999-01-01 has not come yet."),
        (("--portfolio", "--since", "2999-01-01"), "2999-01-01 is not before"),
        (("--portfolio", "--since", "soon"), "“soon” is no date."),
        (("--team", "Paymets"), "No service is of the team “Paymets”."),
    ],
)
def test_what_cannot_be_ends_in_one_message(
    typed: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = typed("report", *options)
    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert len(err.splitlines()) == 2
    assert list(tmp_path.glob("*.pdf")) == []
