"""Headless Chromium without a network, and pages that must open clean."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TESTS = Path(__file__).parents[1]
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


def made_up(name: str) -> Any:
    """Return a module of `tests/publish` that makes things up; tests are no package to import from."""
    path = TESTS / "publish" / name
    if path.stem not in sys.modules:
        spec = spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[path.stem] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[path.stem])
    return sys.modules[path.stem]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return Chromium without a network."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def clean_page(browser: Any) -> Callable[..., Any]:
    """Return what gives a loaded page, and fails when it reports an error or asks for anything outside."""

    @contextmanager
    def opened(address: str, *, width: int = 1280, scheme: str = "light") -> Iterator[Any]:
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

    return opened


def outside(address: str) -> list[str]:
    """Return the address as a fault unless it is the page's own file or data in it."""
    own = ("file:", "data:", "blob:")
    return [] if address.startswith(own) else [f"outside: {address[:120]}"]


@pytest.fixture(scope="session")
def report_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the addresses of the page of a made-up result of 31 provinces and 163 cities, by language."""
    folder = tmp_path_factory.mktemp("report")
    return written(folder, level_pages(made_up("made_up.py").china_result(folder)))


@pytest.fixture(scope="session")
def document_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the addresses of the page of a made-up document with every kind of block, by language."""
    from zhishu.publish.page import page_html

    document = made_up("page/made_up_document.py").whole_document()
    pages = {language: page_html(document, language) for language in ("zh", "en")}
    return written(tmp_path_factory.mktemp("document"), pages)


@pytest.fixture(scope="session")
def example_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the addresses of the page of the flagship example, built with its intervals, by language."""
    import zhishu
    from zhishu.build import build, with_doubt

    result = with_doubt(build(zhishu.load(zhishu.example()))).result
    return written(tmp_path_factory.mktemp("example"), level_pages(result))


def level_pages(result: Any) -> dict[str, str]:
    """Return the page of a result's levels by language: a map, and tables of the first and of all regions."""
    from zhishu.publish.findings import Findings
    from zhishu.publish.page import page_html

    document = made_up("page/made_up_document.py").level_document(Findings(result))
    return {language: page_html(document, language) for language in ("zh", "en")}


def written(folder: Path, pages: dict[str, str]) -> dict[str, str]:
    """Return the addresses of pages written to a folder."""
    for language, page in pages.items():
        (folder / f"{language}.html").write_text(page, encoding="utf-8")
    return {language: (folder / f"{language}.html").as_uri() for language in pages}
