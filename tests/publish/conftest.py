"""Made-up results for the tests of this folder."""

from __future__ import annotations

import sys
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.result import Result


def made_up() -> Any:
    """Return the module beside this file that makes results up; tests are no package to import from."""
    name = "made_up_results"
    if name not in sys.modules:
        spec = spec_from_file_location(name, Path(__file__).with_name("made_up.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture
def china(tmp_path: Path) -> Callable[..., Result]:
    """Return a builder of results with 31 provinces and 163 cities."""
    return partial(made_up().china_result, tmp_path)


@pytest.fixture
def towns(tmp_path: Path) -> Callable[..., Result]:
    """Return a builder of results of one level that has nothing to do with China."""
    return partial(made_up().towns_result, tmp_path)


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the page of 31 provinces and 163 cities in both languages."""
    from zhishu.publish import report_html

    result = made_up().china_result(tmp_path_factory.mktemp("edition"))
    return {language: report_html(result, language=language) for language in ("zh", "en")}
