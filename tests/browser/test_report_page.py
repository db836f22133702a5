"""The report in headless Chromium with the network off: no error, no request, tools that work."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
WIDTHS = (360, 390, 768, 1280)


def made_up_result(folder: Path) -> Any:
    """Return a made-up result of 31 provinces and 163 cities."""
    spec = spec_from_file_location("made_up", Path(__file__).parents[1] / "publish" / "made_up.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.china_result(folder)


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the file addresses of the page in both languages."""
    from zhishu.publish import report_html

    folder = tmp_path_factory.mktemp("report")
    result = made_up_result(folder)
    for language in ("zh", "en"):
        (folder / f"{language}.html").write_text(report_html(result, language=language), encoding="utf-8")
    return {language: (folder / f"{language}.html").as_uri() for language in ("zh", "en")}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return Chromium without a network."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield opened
        opened.close()


@contextmanager
def clean_page(browser: Any, address: str, *, width: int = 1280, scheme: str = "light") -> Iterator[Any]:
    """Give a page that has loaded, and fail when it reports an error or asks for anything outside."""
    faults: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("requestfailed", lambda request: faults.append(f"failed: {request.url[:120]}"))
    page.on("request", lambda request: faults.extend(outside(request.url)))
    page.goto(address)
    page.locator("footer").wait_for()
    yield page
    page.close()
    assert faults == []


def outside(address: str) -> list[str]:
    """Return the address as a fault unless it is the page's own file or data in it."""
    return [] if address.startswith(("file:", "data:")) else [f"outside: {address[:120]}"]


def names(page: Any, table: str) -> list[str]:
    """Return the names in the rows of a table that are shown, in their order."""
    return page.locator(f"#{table} tbody tr:not([hidden]) th").all_inner_texts()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_page_opens_clean_and_never_wider_than_the_screen(
    browser: Any, addresses: dict[str, str], language: str, width: int
) -> None:
    """No error, no request, and no sideways scrolling of the page, down to 360 pixels."""
    with clean_page(browser, addresses[language], width=width) as page:
        root = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert root[0] <= root[1]
        assert page.locator("h1").is_visible()


@pytest.mark.parametrize(("width", "shown"), [(390, "narrow"), (1280, "wide")])
def test_one_drawing_of_each_figure_is_shown(
    browser: Any, addresses: dict[str, str], width: int, shown: str
) -> None:
    """A phone shows the narrow drawings and a desk the wide ones, never both, each with a size."""
    with clean_page(browser, addresses["zh"], width=width) as page:
        visible = page.locator(".drawing:visible")
        assert visible.count() == 2
        assert page.locator(f".drawing.{shown}:visible").count() == 2
        for box in (drawing.bounding_box() for drawing in visible.all()):
            assert box["width"] > 300
            assert box["height"] > 150


def test_page_is_set_in_its_own_font(browser: Any, addresses: dict[str, str]) -> None:
    """The embedded font is loaded under the policy of the page."""
    with clean_page(browser, addresses["zh"]) as page:
        assert page.evaluate("[...document.fonts].map((font) => font.status)") == ["loaded"]


def test_columns_sort_up_and_down(browser: Any, addresses: dict[str, str]) -> None:
    """A click on a heading sorts by it, a second click the other way, and the heading says which."""
    with clean_page(browser, addresses["zh"]) as page:
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


def test_columns_sort_from_the_keyboard(browser: Any, addresses: dict[str, str]) -> None:
    """A heading is a button that the keyboard reaches and presses."""
    with clean_page(browser, addresses["en"]) as page:
        heading = page.locator("#all-province thead th").nth(1)
        heading.locator("button").focus()
        page.keyboard.press("Enter")
        assert heading.get_attribute("aria-sort") == "ascending"
        assert names(page, "all-province") == sorted(names(page, "all-province"))


def test_filter_finds_regions_by_name_and_province(browser: Any, addresses: dict[str, str]) -> None:
    """What is typed keeps the rows that hold it in name or province, and says how many are shown."""
    with clean_page(browser, addresses["zh"]) as page:
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


def test_filter_by_tier_and_name_work_together(browser: Any, addresses: dict[str, str]) -> None:
    """The first tier has its five cities; the tools of one table leave the other table alone."""
    with clean_page(browser, addresses["en"]) as page:
        first = names(page, "all-city")[0]
        page.locator("#all-city select").select_option("1")
        assert len(names(page, "all-city")) == 5
        page.locator("#all-city input").fill(first.lower())
        assert names(page, "all-city") == [first]
        page.locator("#all-city input").press("Enter")
        assert names(page, "all-city") == [first]
        assert len(names(page, "all-province")) == 31


def test_data_behind_a_figure_can_be_opened(browser: Any, addresses: dict[str, str]) -> None:
    """The data table of the map opens and holds all provinces."""
    with clean_page(browser, addresses["zh"], width=360) as page:
        page.locator("#map-province [data-view=data]").click()
        assert page.locator("#map-province tbody tr:visible").count() == 31


def test_drawings_follow_the_dark_scheme(browser: Any, addresses: dict[str, str]) -> None:
    """In the dark scheme page and drawings change their colours together."""
    found = {}
    for scheme in ("light", "dark"):
        with clean_page(browser, addresses["zh"], scheme=scheme) as page:
            area = page.locator("#map-province .wide .areas_marks path").first
            found[scheme] = (
                page.evaluate("getComputedStyle(document.body).backgroundColor"),
                area.evaluate("(path) => getComputedStyle(path).fill"),
            )
    assert found["light"][0] != found["dark"][0]
    assert found["light"][1] != found["dark"][1]
