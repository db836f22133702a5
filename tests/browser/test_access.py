"""The page for every reader: axe-core, phones, dark, print, contents, and no script at all."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Opened = Callable[..., Any]
    Pages = dict[str, str]

pytestmark = pytest.mark.browser

GRAVE = ("serious", "critical")


def axe_source() -> str:
    """Return the script of axe-core that is installed for the tests."""
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-playwright-python is not installed")
    return next(Path(found.origin).parent.rglob("axe.min.js")).read_text(encoding="utf-8")


def faults(page: Any) -> list[str]:
    """Return what axe-core calls serious or critical, with the places."""
    page.evaluate(axe_source())
    found = page.evaluate("axe.run(document)")
    assert len(found["passes"]) > 15
    return [
        f"{fault['id']}: {[node['html'][:150] for node in fault['nodes'][:3]]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_no_grave_fault(
    clean_page: Opened, document_pages: Pages, language: str, width: int, scheme: str
) -> None:
    """Neither the page, nor a lit region, nor the open panel has a serious fault, light or dark."""
    with clean_page(document_pages[language], width=width, scheme=scheme) as page:
        assert faults(page) == []
        page.locator(".finder input").fill("beta" if language == "en" else "乙市")
        assert page.locator(".place-bar").is_visible()
        assert faults(page) == []
        page.locator("#first span.proof").first.click()
        assert faults(page) == []


def test_axe_finds_no_grave_fault_in_the_example(clean_page: Opened, example_pages: Pages) -> None:
    """The page of the flagship example, with its map and long tables, has no serious fault."""
    with clean_page(example_pages["zh"]) as page:
        assert faults(page) == []


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_no_width_scrolls_sideways(clean_page: Opened, document_pages: Pages, width: int) -> None:
    """Very long names break, wide tables scroll inside themselves, the panel fits the screen."""
    with clean_page(document_pages["en"], width=width) as page:
        sizes = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        root = page.evaluate(sizes)
        assert root[0] <= root[1]
        page.locator("#first span.proof").first.click()
        box = page.locator("dialog.panel").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_contents_mark_the_section_that_is_read(clean_page: Opened, document_pages: Pages) -> None:
    """The table of contents names every section down to the second step and marks the current one."""
    with clean_page(document_pages["zh"]) as page:
        assert page.locator("#contents a").count() == 5 - 1
        page.locator("#contents a[href='#appendix']").click()
        page.locator("#contents a[aria-current]").wait_for()
        page.wait_for_timeout(900)
        assert "附录" in page.locator("#contents a[aria-current]").inner_text()


def test_contents_open_over_the_page_on_a_phone(clean_page: Opened, document_pages: Pages) -> None:
    """A button opens the contents, Escape closes them and returns to it, a link leads away and closes."""
    with clean_page(document_pages["zh"], width=390) as page:
        button = page.locator(".contents-button")
        assert page.locator("#contents").is_hidden()
        button.click()
        assert button.get_attribute("aria-expanded") == "true"
        page.keyboard.press("Escape")
        assert page.locator("#contents").is_hidden()
        button.click()
        page.locator("#contents a[href='#inner']").click()
        assert page.locator("#contents").is_hidden()


def test_print_shows_the_document_and_none_of_the_tools(clean_page: Opened, document_pages: Pages) -> None:
    """On paper there are cover, contents, wide drawings and whole tables; bars, buttons and panels are not."""
    with clean_page(document_pages["zh"]) as page:
        page.locator("#bars [data-view=data]").click()
        page.emulate_media(media="print")
        for tool in (".topbar", ".tools", ".actions", ".proof-mark", "details.data"):
            assert page.locator(f"{tool}:visible").count() == 0
        assert page.locator("#contents").is_visible()
        assert page.locator("#bars .drawing.wide").is_visible()
        assert page.locator("#bars .drawing.narrow").is_hidden()
        heights = page.locator("#long .scroll").evaluate("(box) => [box.scrollHeight, box.clientHeight]")
        assert heights[0] == heights[1]
        assert len(page.pdf(format="A4")) > 20_000


def test_dark_scheme_turns_page_and_drawings(clean_page: Opened, document_pages: Pages) -> None:
    """In the dark scheme the paper is dark and the bars of a figure follow."""
    found = {}
    for scheme in ("light", "dark"):
        with clean_page(document_pages["zh"], scheme=scheme) as page:
            mark = page.locator('#bars .wide [data-row="0"]').first
            found[scheme] = (
                page.evaluate("getComputedStyle(document.body).backgroundColor"),
                mark.evaluate("(path) => getComputedStyle(path).fill"),
            )
    assert found["light"][0] != found["dark"][0]
    assert found["light"][1] != found["dark"][1]


def test_page_without_script_is_a_whole_document(browser: Any, document_pages: Pages) -> None:
    """With scripts off everything can be read, data tables open, and nothing is offered that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(document_pages["zh"])
    assert page.locator("#contents a").first.is_visible()
    assert page.locator("figure .drawing.wide:visible").count() == 1
    assert (
        page.locator(".actions:visible, .tools:visible, .finder:visible, .contents-button:visible").count()
        == 0
    )
    page.locator("#bars summary").click()
    assert page.locator("#bars tbody tr:visible").count() == 4
    context.close()
