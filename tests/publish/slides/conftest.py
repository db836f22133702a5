"""Documents and findings to make slides of."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zhishu.framework import Text
from zhishu.publish.document import Document, KeyNumber, Paragraph, Section, Span
from zhishu.publish.document import Said as Words
from zhishu.publish.figure import Column, Data, Figure
from zhishu.publish.findings import Findings
from zhishu.publish.style import VEGA_LITE

if TYPE_CHECKING:
    from collections.abc import Callable

    from pptx.presentation import Presentation

    from zhishu.result import Result


def document_for(result: Result, *blocks: Paragraph | Figure, **more: Any) -> Document:
    """Return a small document about a result, with these paragraphs and figures."""
    edition = result.edition
    return Document(
        id=edition.id,
        name=edition.name,
        edition=edition.edition,
        kicker=Text(f"{edition.edition} 版", f"{edition.edition} edition"),
        sections=(Section("all", Text("总体评价", "Overall"), blocks=blocks),),
        key_numbers=(KeyNumber("163", Text("城市", "Cities")),),
        note=edition.note,
        **more,
    )


@pytest.fixture(name="document_for")
def document_for_fixture() -> Callable[..., Document]:
    """Return the builder of small documents."""
    return document_for


@pytest.fixture
def claim() -> Callable[[str, str, str], Paragraph]:
    """Return a builder of paragraphs that are claims: (id, Chinese, English)."""

    def build(name: str, zh: str, en: str) -> Paragraph:
        return Paragraph(Words((Span(zh),), (Span(en),)), "bullet", id=name)

    return build


@pytest.fixture(scope="session")
def findings() -> Findings:
    """Return the findings of the shipped example with its intervals."""
    import zhishu
    from zhishu.build import build, with_doubt

    return Findings(with_doubt(build(zhishu.load(zhishu.example()))).result)


def square_map(findings: Findings) -> Figure:
    """Return a map of one square area that stands for the provinces."""
    corners = [[0, 0], [0, 90], [120, 90], [120, 0], [0, 0]]
    area = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [corners]}, "properties": {}}
    spec = {
        "$schema": VEGA_LITE,
        "width": 120,
        "height": 90,
        "data": {"values": [area]},
        "layer": [{"mark": {"type": "geoshape", "fill": "#7cb0cf"}}],
        "projection": {"type": "identity"},
    }
    level = findings.level("province")
    rows = tuple((name.full,) for name in level.names)
    data = Data((Column("region", Text("省份", "Province")),), rows, level="province", regions=level.codes)
    return Figure("map", "2-1", Text("地图", "Map"), data, spec, Text("一张地图。", "A map."))


@pytest.fixture(name="square_map")
def square_map_fixture() -> Callable[[Findings], Figure]:
    """Return the builder of a map."""
    return square_map


@pytest.fixture(scope="session")
def decks(findings: Findings) -> dict[str, bytes]:
    """Return the slides of the example, with its map, in both languages."""
    from zhishu.publish.slides import slides_pptx

    document = document_for(findings.result, square_map(findings))
    return {language: slides_pptx(document, findings, language) for language in ("zh", "en")}


def opened(data: bytes) -> Presentation:
    """Return the presentation as python-pptx reads it."""
    import pptx

    return pptx.Presentation(BytesIO(data))


@pytest.fixture(name="opened", scope="session")
def opened_fixture() -> Callable[[bytes], Presentation]:
    """Return the function that reads a presentation."""
    return opened


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], list[str]]:
    """Return a function that lets LibreOffice print slides and gives the text of each page."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    home = tmp_path_factory.mktemp("office")

    def pages(data: bytes) -> list[str]:
        folder: Path = tmp_path_factory.mktemp("printed")
        (folder / "in.pptx").write_bytes(data)
        command = [program, f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", str(folder), str(folder / "in.pptx")],
            check=True,
            capture_output=True,
            timeout=120,
        )
        text = subprocess.run(
            [shutil.which("pdftotext") or "pdftotext", str(folder / "in.pdf"), "-"],
            check=True,
            capture_output=True,
            text=True,
        )
        return text.stdout.removesuffix("\f").split("\f")

    return pages
