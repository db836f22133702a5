"""The whole report of the flagship example as one page, in headless Chromium with the network off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LARGEST = 8_000_000


@pytest.fixture(scope="module")
def whole_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the example's report in Chinese."""
    import zhishu
    from zhishu.build import build, with_doubt
    from zhishu.publish import report_html

    result = with_doubt(build(zhishu.load(zhishu.example()))).result
    file = tmp_path_factory.mktemp("whole") / "report.html"
    file.write_text(report_html(result), encoding="utf-8")
    return file


def test_whole_report_is_one_small_file_with_every_figure_drawn(
    clean_page: Callable[..., Any], whole_report: Path
) -> None:
    """Under 8 MB; no error, no request; every figure has its one drawing; no width scrolls sideways."""
    assert whole_report.stat().st_size < LARGEST
    for width in (360, 1280):
        with clean_page(whole_report.as_uri(), width=width) as page:
            figures = page.locator("figure")
            assert figures.count() > 20
            assert page.locator("figure .drawing:visible").count() == figures.count()
            root = page.evaluate(
                "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
            )
            assert root[0] <= root[1]


def test_every_sentence_with_evidence_leads_to_it(clean_page: Callable[..., Any], whole_report: Path) -> None:
    """All marks of evidence open a panel with a title and something that proves."""
    with clean_page(whole_report.as_uri()) as page:
        marks = page.locator("main .proof-mark")
        assert marks.count() > 10
        for at in range(0, marks.count(), 5):
            marks.nth(at).click()
            panel = page.locator("dialog.panel")
            assert panel.locator("h2").inner_text()
            assert panel.locator("table, .formula").count() > 0
            page.keyboard.press("Escape")


def test_every_provable_cell_of_a_table_leads_to_its_parts(
    clean_page: Callable[..., Any], whole_report: Path
) -> None:
    """The first cell that can be followed, in every table of the text, opens a panel about its region."""
    with clean_page(whole_report.as_uri()) as page:
        cells = page.locator('main .table td.traced[tabindex="0"]')
        assert cells.count() > 0
        for at in range(cells.count()):
            name = cells.nth(at).locator("xpath=..").locator("th").first.inner_text()
            cells.nth(at).click()
            assert name in page.locator("dialog.panel h2").inner_text()
            page.keyboard.press("Escape")
