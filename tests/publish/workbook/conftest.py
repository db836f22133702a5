"""Small results that the engine really scores, and a spreadsheet program that recalculates."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zhishu.edition import Edition, Level
from zhishu.framework import Text
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.result import LevelResult, Result
from zhishu.score.pipeline import score_panel

if TYPE_CHECKING:
    from collections.abc import Callable

TREE = {"a": {"a1": {"u": None, "v": None}, "a2": {"w": None}}, "b": {"x": None, "y": None, "z": None}}
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
"""LibreOffice's setting that says: recalculate every workbook when it is opened."""

Cells = dict[str, list[list[Any]]]


@pytest.fixture
def scored(framework_of, tmp_path: Path) -> Callable[..., Result]:
    """Return a builder of results of one level; values, names, tree, weights and steps may be given."""

    def build(
        values: Any = None,
        *,
        names: tuple[str, ...] = (),
        level: str = "城市",
        tree: dict[str, Any] | None = None,
        weights: dict[str, float] | None = None,
        before: tuple[Step, ...] = (),
        tiers: Step | None = None,
        **options: dict[str, Any],
    ) -> Result:
        framework = framework_of(tree or TREE, weights=weights or {})
        count = len(framework.indicators)
        drawn = np.random.default_rng(3).lognormal(size=(1, max(len(names), 1) if names else 9, count))
        table = np.asarray(drawn if values is None else values, dtype=float)
        regions = tuple(f"r{number}" for number in range(table.shape[1]))
        panel = panel_of(
            "city",
            table,
            regions=regions,
            indicators=framework.indicators,
            years=tuple(range(2023 - table.shape[0] + 1, 2024)),
            names=names or tuple(f"第 {number} 市" for number in range(table.shape[1])),
        )
        recipe = recipe_with(before, tiers, options)
        found = score_panel(panel, framework, recipe, folder=tmp_path)
        prepared = found.panel is not None and found.panel is not panel
        edition = Edition(
            folder=tmp_path,
            id="example",
            name=Text("示例指数", "Example index"),
            edition=2023,
            levels=(Level("city", Text(level, level), "city.csv"),),
            groupings=(),
            records=(),
            panels=(),
            framework=framework,
            recipe=recipe,
            note=Text("数据为重建。", "The data are reconstructed."),
            years=panel.years,
        )
        level_result = LevelResult(
            found.panel or panel,
            normalised=found.normalised,
            weights=found.weights,
            effective=found.effective,
            scores=found.scores,
            ranks=found.ranks,
            tiers=found.tiers,
            raw=panel if prepared else None,
        )
        return Result(edition, {"city": level_result}, repairs=found.repairs)

    return build


def recipe_with(before: tuple[Step, ...], tiers: Step | None, options: dict[str, dict[str, Any]]) -> Recipe:
    """Return a recipe in which each step's method and options may be given."""
    methods = {"normalise": "minmax", "weigh": "equal", "aggregate": "arithmetic", "rank": "by_score"}
    steps = []
    for kind, method in methods.items():
        own = dict(options.get(kind, {}))
        steps.append(Step(kind, own.pop("method", method), own))
    return Recipe((*before, *steps, tiers or Step("tiers", "rank_cuts", {"cuts": [2, 5]})))


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Cells]:
    """Return a function that lets LibreOffice recalculate a workbook and gives the values of its sheets."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    home = tmp_path_factory.mktemp("office")
    (home / "user").mkdir()
    (home / "user" / "registrymodifications.xcu").write_text(ALWAYS)

    def recalculated(data: bytes) -> Cells:
        folder = tmp_path_factory.mktemp("recalculated")
        (folder / "in.xlsx").write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation=file://{home}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
        ]
        subprocess.run(
            [*command, "--outdir", str(folder / "out"), str(folder / "in.xlsx")],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return read_cells((folder / "out" / "in.xlsx").read_bytes())

    return recalculated


def read_cells(data: bytes) -> Cells:
    """Return the values of every sheet, as the reader of records sees them."""
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }


@pytest.fixture(name="read_cells")
def read_cells_fixture() -> Callable[[bytes], Cells]:
    """Return the function that reads the cached values of a workbook."""
    return read_cells


def opened(data: bytes) -> Any:
    """Return the workbook as openpyxl reads it, which drops data bars and says so."""
    from io import BytesIO
    from warnings import catch_warnings, simplefilter

    from openpyxl import load_workbook

    with catch_warnings():
        simplefilter("ignore", UserWarning)
        return load_workbook(BytesIO(data))


@pytest.fixture(name="opened", scope="session")
def opened_fixture() -> Callable[[bytes], Any]:
    """Return the function that reads formulas and looks of a workbook."""
    return opened


@pytest.fixture(scope="session")
def altered() -> Callable[..., bytes]:
    """Return a function that writes one cell of a workbook, as a reader would: (data, sheet, cell, value)."""

    def alter(data: bytes, sheet: str, cell: str, value: float) -> bytes:
        from io import BytesIO

        book = opened(data)
        book[sheet][cell] = value
        stream = BytesIO()
        book.save(stream)
        return stream.getvalue()

    return alter


@pytest.fixture(scope="session")
def example_result() -> Result:
    """Return the shipped example with its intervals."""
    import zhishu
    from zhishu.build import build, with_doubt

    return with_doubt(build(zhishu.load(zhishu.example()))).result
