"""What a reader finds behind sentences and numbers, in headless Chromium with the network off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Opened = Callable[..., Any]
    Pages = dict[str, str]

pytestmark = pytest.mark.browser


def number(text: str) -> float:
    """Return a printed number."""
    return float(text.replace(",", "").rstrip("%"))


@pytest.mark.parametrize(
    ("language", "title", "counted"),
    [("zh", "甲市居首", "共 30 条，列出 2 条"), ("en", "Alpha leads", "30 in all, 2 shown")],
)
def test_click_on_a_number_in_a_sentence_shows_its_evidence(
    clean_page: Opened, document_pages: Pages, language: str, title: str, counted: str
) -> None:
    """Title, formula, cells, place and records stand in a panel; records are counted; markup stays text."""
    with clean_page(document_pages[language]) as page:
        page.locator("#first span.proof").first.click()
        panel = page.locator("dialog.panel")
        assert panel.locator("h2").inner_text() == title
        assert panel.locator(".formula").count() == 1
        assert "100.00" in panel.locator("table").first.inner_text()
        assert "tables/scores.csv" in panel.locator(".where").inner_text()
        assert counted in panel.inner_text()
        assert "Firm <one>" in panel.locator("table").nth(1).inner_text()
        panel.locator(".panel-close").click()
        assert panel.is_hidden()


def test_evidence_opens_and_closes_from_the_keyboard(clean_page: Opened, document_pages: Pages) -> None:
    """Enter opens the panel with the focus in it, Escape closes it and gives the focus back."""
    with clean_page(document_pages["en"]) as page:
        said = page.locator("#first span.proof").first
        said.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
        page.keyboard.press("Escape")
        assert page.locator("dialog.panel").is_hidden()
        assert said.evaluate("(element) => element === document.activeElement")
        page.keyboard.press("Space")
        assert page.locator("dialog.panel").is_visible()


@pytest.mark.parametrize(
    "place", ["#said-claim-1 .proof-mark", "#cover .proof", ".remark .proof-mark", ".remark p"]
)
def test_paragraphs_points_and_cover_numbers_have_evidence(
    clean_page: Opened, document_pages: Pages, place: str
) -> None:
    """A mark after a sentence, the sentence itself, and a number of the cover open what proves them."""
    with clean_page(document_pages["zh"]) as page:
        page.locator(place).first.click()
        assert page.locator("dialog.panel h2").inner_text() == "四个城镇"


def test_what_has_no_evidence_in_the_document_promises_none(
    clean_page: Opened, document_pages: Pages
) -> None:
    """A paragraph whose evidence is missing has no mark, and a click on it opens nothing."""
    with clean_page(document_pages["zh"]) as page:
        assert page.locator("#first > .said .proof-mark").count() == 0
        page.locator("#first > .said.lead").click()
        assert page.locator("dialog.panel").is_hidden()


def test_cell_of_evidence_leads_on_to_its_decomposition(clean_page: Opened, document_pages: Pages) -> None:
    """A score among the cells of a proof can be followed like one in a table."""
    with clean_page(document_pages["zh"]) as page:
        page.locator("#first span.proof").first.click()
        page.locator("dialog.panel tbody .step-into").nth(1).click()
        assert page.locator("dialog.panel h2").inner_text() == "甲市 · 总指数"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_score_of_the_example_is_the_sum_of_its_parts(
    clean_page: Opened, example_pages: Pages, language: str
) -> None:
    """Every step from the total down to an indicator shows parts whose points sum to the score."""
    with clean_page(example_pages[language]) as page:
        cell = page.locator("#leading-province td.traced.bar").nth(2)
        score = number(cell.locator(".value").inner_text())
        cell.click()
        panel, steps = page.locator("dialog.panel"), 0
        while panel.locator("[data-points]").count():
            points = [
                float(part.get_attribute("data-points")) for part in panel.locator("[data-points]").all()
            ]
            shown = number(panel.locator(".facts dd").first.inner_text())
            assert shown == pytest.approx(score, abs=0.006)
            assert sum(points) == pytest.approx(shown, abs=0.006)
            assert number(panel.locator(".sum").inner_text()) == shown
            score = number(panel.locator("tbody tr").first.locator("td").nth(1).inner_text())
            panel.locator("tbody .step-into").first.click()
            steps += 1
        assert steps == 3


def test_indicator_of_the_example_ends_at_counted_records(clean_page: Opened, example_pages: Pages) -> None:
    """The number of firms of a city is its raw value, says how it is counted, and shows some firms."""
    with clean_page(example_pages["zh"]) as page:
        page.locator("#leading-city td.traced.bar").first.click()
        panel = page.locator("dialog.panel")
        for _ in range(3):
            panel.locator("tbody .step-into").first.click()
        assert "市场主体数量" in panel.locator("h2").inner_text()
        count = panel.locator("[data-records]").get_attribute("data-records")
        rows = panel.locator("table").first.inner_text()
        assert f"{int(count):,} 家" in rows
        assert "firms 中本地区的记录数" in rows
        assert panel.locator("table").nth(1).locator("tbody tr").count() == 5
        assert panel.locator(".path .step-into").count() == 3
        panel.locator(".path .step-into").first.click()
        assert "总" not in panel.locator("h2").inner_text() or panel.locator("[data-points]").count() == 3


def test_indicator_shows_its_value_its_range_and_no_record_where_there_is_none(
    clean_page: Opened, document_pages: Pages
) -> None:
    """The worked normalisation stands there; a region without records says so."""
    with clean_page(document_pages["en"]) as page:
        page.locator("#short tbody tr").nth(2).locator("td.traced").nth(1).click()
        panel = page.locator("dialog.panel")
        panel.locator("tbody .step-into").first.click()
        panel.locator("tbody .step-into").first.click()
        assert panel.locator("h2").inner_text() == "Gamma · Firms"
        assert "(10 − 0) ÷ (30 − 0) = 0.3333" in panel.locator(".formula").inner_text()
        assert "This region has no such record." in panel.inner_text()


def test_cells_are_one_stop_of_the_keyboard_and_arrows_move_between_them(
    clean_page: Opened, document_pages: Pages
) -> None:
    """One cell per table is in the tab order; arrows walk, Enter opens, Escape returns to the cell."""
    with clean_page(document_pages["zh"]) as page:
        table = page.locator("#short table")
        assert table.locator('td[tabindex="0"]').count() == 1
        table.locator('td[tabindex="0"]').focus()
        for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp"):
            page.keyboard.press(key)
        assert page.evaluate("document.activeElement.textContent") == "56.50"
        page.keyboard.press("Enter")
        assert page.locator("dialog.panel h2").inner_text() == "乙市 · 总指数"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.textContent") == "56.50"
        assert table.locator('td[tabindex="0"]').count() == 1
