"""One region lit up everywhere, and what figures answer, in headless Chromium with the network off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Opened = Callable[..., Any]
    Pages = dict[str, str]

pytestmark = pytest.mark.browser


def test_region_that_is_found_is_lit_in_tables_charts_and_maps(
    clean_page: Opened, example_pages: Pages
) -> None:
    """The search lights the province's rows and its area, dims the others, and walks through its places."""
    with clean_page(example_pages["zh"]) as page:
        page.locator(".finder input").fill("江苏省")
        assert page.locator("#map-province .wide path.lit").count() > 0
        assert page.locator("#leading-province tr.lit th").inner_text() == "江苏省"
        assert page.locator("#all-province tr.lit").count() == 1
        bar = page.locator(".place-bar")
        assert "江苏省" in bar.inner_text()
        bar.locator(".to-next").click()
        assert "第 1 / 3 处" in bar.inner_text()
        bar.locator(".to-previous").click()
        assert "第 3 / 3 处" in bar.inner_text()
        bar.locator(".to-clear").click()
        assert page.locator(".lit").count() == 0
        assert bar.count() == 0


def test_search_takes_short_names_and_says_when_nothing_is_found(
    clean_page: Opened, example_pages: Pages
) -> None:
    """Enter takes the first name that begins so; an unknown name is told, and nothing is lit."""
    with clean_page(example_pages["zh"]) as page:
        found = page.locator(".finder input")
        found.fill("苏州")
        found.press("Enter")
        assert "苏州市" in page.locator(".place-bar").inner_text()
        found.fill("没有这里")
        found.press("Enter")
        assert "没有这里" in found.evaluate("(input) => input.validationMessage")


def test_lit_region_leads_to_the_parts_of_its_score(clean_page: Opened, document_pages: Pages) -> None:
    """The bar of a lit region opens the panel that takes its score apart."""
    with clean_page(document_pages["en"]) as page:
        page.locator(".finder input").fill("beta")
        page.locator(".place-bar button").first.click()
        assert page.locator("dialog.panel h2").inner_text() == "Beta · Index"


def test_pointer_on_a_mark_shows_its_row(clean_page: Opened, document_pages: Pages) -> None:
    """Beside a bar stand the region and its score; they go away with the pointer."""
    with clean_page(document_pages["zh"]) as page:
        page.locator('#bars .wide [data-row="1"]').hover()
        tip = page.locator(".tip")
        assert tip.locator("strong").inner_text() == "乙市"
        assert "56.50" in tip.inner_text()
        page.locator("h1").hover()
        assert tip.is_hidden()


def test_marks_are_reached_by_the_keyboard(clean_page: Opened, document_pages: Pages) -> None:
    """Arrows step through the marks of a focused figure, Enter lights the region."""
    with clean_page(document_pages["zh"]) as page:
        page.locator("#bars .drawing.wide").focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        assert page.locator(".tip strong").inner_text() == "丙市"
        page.keyboard.press("Enter")
        assert page.locator("#short tr.lit th").inner_text() == "丙市"
        page.keyboard.press("Escape")
        assert page.locator(".tip").is_hidden()


def test_figure_turns_into_its_data_and_back(clean_page: Opened, document_pages: Pages) -> None:
    """The toggle shows the table in place of the drawing and says which is shown."""
    with clean_page(document_pages["en"]) as page:
        figure = page.locator("#bars")
        figure.locator("[data-view=data]").click()
        assert figure.locator("tbody tr:visible").count() == 4
        assert figure.locator(".drawing:visible").count() == 0
        assert figure.locator("[data-view=data]").get_attribute("aria-pressed") == "true"
        figure.locator("[data-view=chart]").click()
        assert figure.locator(".drawing:visible").count() == 1
        assert figure.locator("table:visible").count() == 0


def test_data_and_drawing_can_be_saved(clean_page: Opened, document_pages: Pages, tmp_path: Path) -> None:
    """The CSV holds full numbers under the headings, the SVG is a drawing that stands alone."""
    with clean_page(document_pages["en"]) as page:
        with page.expect_download() as csv:
            page.locator("#bars [data-save=csv]").click()
        csv.value.save_as(tmp_path / "data.csv")
        with page.expect_download() as svg:
            page.locator("#bars [data-save=svg]").click()
        svg.value.save_as(tmp_path / "figure.svg")
    lines = (tmp_path / "data.csv").read_text(encoding="utf-8-sig").splitlines()
    assert csv.value.suggested_filename == "towns-2024-bars.csv"
    assert lines[:2] == ["Region,Score", "Alpha,100.0"]
    assert len(lines) == 5
    drawn = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert 'xmlns="http://www.w3.org/2000/svg"' in drawn
    assert 'width="' in drawn[:400]
    assert "data-row" not in drawn


def test_every_figure_of_the_example_is_drawn(clean_page: Opened, example_pages: Pages) -> None:
    """Each figure has one visible drawing with a size, in both widths."""
    for width in (390, 1280):
        with clean_page(example_pages["en"], width=width) as page:
            figures = page.locator("figure")
            shown = page.locator("figure .drawing:visible")
            assert shown.count() == figures.count() > 0
            assert all(drawing.bounding_box()["height"] > 100 for drawing in shown.all())
