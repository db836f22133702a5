"""What the tests of this folder share: made-up documents, printed once."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest


def _module(name: str, file: Path) -> Any:
    """Return a module beside the tests; tests are no package to import from."""
    if name not in sys.modules:
        spec = spec_from_file_location(name, file)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def made() -> Any:
    """Return the module that makes documents up."""
    return _module("made_up_documents", Path(__file__).with_name("documents.py"))


@pytest.fixture(scope="session")
def document(made: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a publication of 31 provinces and 163 cities with every kind of block."""
    results = _module("made_up_results", Path(__file__).parents[1] / "made_up.py")
    return made.whole_document(results.china_result(tmp_path_factory.mktemp("edition")))


@pytest.fixture(scope="session")
def printed(document: Any) -> dict[str, bytes]:
    """Return that publication as PDF in both languages."""
    from zhishu.publish.print import document_pdf

    return {language: document_pdf(document, language) for language in ("zh", "en")}
