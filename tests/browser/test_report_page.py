"""The report in headless Chromium with the network off: no error, no request, tools that work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser

WIDTHS = (360, 390, 768, 1280)


def names(page: Any, table: str) -> list[str]:
    """Return the names in the rows of a table that are shown, in their order."""
    return page.locator(f"#{table} tbody tr:not([hidden]) th").all_inner_texts()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_page_opens_clean_and_never_wider_than_the_screen(
    clean_page: Callable[..., Any], report_pages: dict[str, str], language: str, width: int
) -> None:
    """No error, no request, and no sideways scrolling of the page, down to 360 pixels."""
    with clean_page(report_pages[language], width=width) as page:
        root = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert root[0] <= root[1]
        assert page.locator("h1").is_visible()


@pytest.mark.parametrize(("width", "shown"), [(390, "narrow"), (1280, "wide")])
def test_one_drawing_of_each_figure_is_shown(
    clean_page: Callable[..., Any], report_pages: dict[str, str], width: int, shown: str
) -> None:
    """A phone shows the narrow drawings and a desk the wide ones, never both, each with a size."""
    with clean_page(report_pages["zh"], width=width) as page:
        visible = page.locator(".drawing:visible")
        assert visible.count() == 1
        assert page.locator(f".drawing.{shown}:visible").count() == 1
        for box in (drawing.bounding_box() for drawing in visible.all()):
            assert box["width"] > 300
            assert box["height"] > 150


def test_page_is_set_in_its_own_font(clean_page: Callable[..., Any], report_pages: dict[str, str]) -> None:
    """The embedded font is loaded under the policy of the page."""
    with clean_page(report_pages["zh"]) as page:
        assert page.evaluate("[...document.fonts].map((font) => font.status)") == ["loaded"]


def test_columns_sort_up_and_down(clean_page: Callable[..., Any], report_pages: dict[str, str]) -> None:
    """A click on a heading sorts by it, a second click the other way, and the heading says which."""
    with clean_page(report_pages["zh"]) as page:
        before = names(page, "all-city")
        heading = page.locator("#all-city thead th").first
        assert heading.get_attribute("aria-sort") == "ascending"
        heading.locator("button").click()
        assert heading.get_attribute("aria-sort") == "descending"
        assert names(page, "all-city") == before[::-1]
        innovation = page.locator("#all-city thead th.number").nth(1)
        innovation.locator("button").click()
        assert innovation.get_attribute("aria-sort") == "descending"
        assert heading.get_attribute("aria-sort") is None
        column = innovation.evaluate("(cell) => cell.cellIndex") + 1
        scores = page.locator(f"#all-city tbody td:nth-child({column})").all_inner_texts()
        assert [float(score) for score in scores] == sorted(map(float, scores), reverse=True)


def test_columns_sort_from_the_keyboard(clean_page: Callable[..., Any], report_pages: dict[str, str]) -> None:
    """A heading is a button that the keyboard reaches and presses."""
    with clean_page(report_pages["en"]) as page:
        heading = page.locator("#all-province thead th").nth(1)
        heading.locator("button").focus()
        page.keyboard.press("Enter")
        assert heading.get_attribute("aria-sort") == "ascending"
        assert names(page, "all-province") == sorted(names(page, "all-province"))


def test_filter_finds_regions_by_name_and_province(
    clean_page: Callable[..., Any], report_pages: dict[str, str]
) -> None:
    """What is typed keeps the rows that hold it in name or province, and says how many are shown."""
    with clean_page(report_pages["zh"]) as page:
        page.locator("#all-city input").fill("河北")
        assert 0 < len(names(page, "all-city")) < 163
        assert "石家庄市" in names(page, "all-city")
        assert (
            page.locator("#all-city output").inner_text() == f"显示 {len(names(page, 'all-city'))} / 163 个"
        )
        page.locator("#all-city input").fill("没有这个地方")
        assert names(page, "all-city") == []
        assert page.locator("#all-city .nothing").is_visible()
        page.locator("#all-city input").fill("")
        assert len(names(page, "all-city")) == 163


def test_filter_by_tier_and_name_work_together(
    clean_page: Callable[..., Any], report_pages: dict[str, str]
) -> None:
    """The first tier has its five cities; the tools of one table leave the other table alone."""
    with clean_page(report_pages["en"]) as page:
        first = names(page, "all-city")[0]
        page.locator("#all-city select").select_option("1")
        assert len(names(page, "all-city")) == 5
        page.locator("#all-city input").fill(first.lower())
        assert names(page, "all-city") == [first]
        page.locator("#all-city input").press("Enter")
        assert names(page, "all-city") == [first]
        assert len(names(page, "all-province")) == 31


def test_data_behind_a_figure_can_be_opened(
    clean_page: Callable[..., Any], report_pages: dict[str, str]
) -> None:
    """The data table of the map opens and holds all provinces."""
    with clean_page(report_pages["zh"], width=360) as page:
        page.locator("#map-province [data-view=data]").click()
        assert page.locator("#map-province tbody tr:visible").count() == 31


def test_drawings_follow_the_dark_scheme(
    clean_page: Callable[..., Any], report_pages: dict[str, str]
) -> None:
    """In the dark scheme page and drawings change their colours together."""
    found = {}
    for scheme in ("light", "dark"):
        with clean_page(report_pages["zh"], scheme=scheme) as page:
            area = page.locator("#map-province .wide .areas_marks path").first
            found[scheme] = (
                page.evaluate("getComputedStyle(document.body).backgroundColor"),
                area.evaluate("(path) => getComputedStyle(path).fill"),
            )
    assert found["light"][0] != found["dark"][0]
    assert found["light"][1] != found["dark"][1]
