"""Made-up results and small editions of towns, built for real, for the tests of this folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from zhishu.publish.findings import Findings
    from zhishu.result import Result


EDITION = """\
index: {{id: small, name: {{zh: 小指数, en: Small index}}, edition: {edition}}}
years: {years}
levels: {{town: {{name: {{zh: 城镇, en: Towns}}, regions: towns.csv}}}}
{groups}
sources: {{panel: {{file: panel.csv, panel: wide, level: town, region: town, year: year}}}}
framework:
  - id: size
    name: {{zh: 规模, en: Size}}
    children:
      - {{id: firms, name: {{zh: 企业数, en: Firms}}, unit: {{zh: 家, en: firms}}}}
      - {{id: staff, name: {{zh: 人员数, en: Staff}}, unit: {{zh: 人, en: persons}}}}
  - id: skill
    name: {{zh: 能力, en: Skill}}
    children:
      - {{id: patents, name: {{zh: 专利数, en: Patents}}, unit: {{zh: 件, en: patents}}}}
      - {{id: schools, name: {{zh: 学校数, en: Schools}}, unit: {{zh: 所, en: schools}}}}
recipe:
  - {{step: normalise, method: {normalise}}}
  - {{step: weigh, method: {weigh}}}
  - {{step: aggregate, method: arithmetic, scale: 100, missing: {missing}}}
  - {{step: rank, ties: min}}
{tiers}
"""

Rows = Mapping[str, Sequence[float]]
"""Town → firms, staff, patents, schools."""


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


@pytest.fixture(scope="session")
def small_in() -> Callable[..., Findings]:
    """Return the builder below with the folder as its first argument."""

    def build(
        folder: Path,
        rows: Rows | Mapping[int, Rows],
        *,
        groups: Mapping[str, Sequence[str]] | None = None,
        cuts: Sequence[int] = (),
        draws: int = 0,
        claims: str = "",
        normalise: str = "minmax",
        weigh: str = "equal",
        missing: str = "error",
    ) -> Findings:
        from zhishu import load
        from zhishu.build import build as build_edition
        from zhishu.build import with_doubt
        from zhishu.publish.findings import Findings

        by_year = rows if all(isinstance(year, int) for year in rows) else {2024: rows}
        write(folder, by_year, groups, cuts, {"normalise": normalise, "weigh": weigh, "missing": missing})
        if claims:
            (folder / "claims.yaml").write_text(claims, encoding="utf-8")
        built = build_edition(load(folder))
        return Findings((with_doubt(built, draws=draws) if draws else built).result)

    return build


@pytest.fixture
def small(tmp_path: Path, small_in: Callable[..., Findings]) -> Callable[..., Findings]:
    """Return a builder of findings on towns: rows of one year, or years → rows; groups; cuts; draws; claims."""
    return partial(small_in, tmp_path)


def write(
    folder: Path,
    by_year: Mapping[int, Rows],
    groups: Mapping[str, Sequence[str]] | None,
    cuts: Sequence[int],
    words: Mapping[str, str],
) -> None:
    """Write the edition's files; every town is its own code."""
    members = json.dumps({"coast": {"levels": ["town"], "members": groups}}, ensure_ascii=False)
    text = EDITION.format(
        edition=max(by_year),
        **words,
        years=sorted(by_year),
        groups=f"groups: {members}" if groups else "",
        tiers=f"  - {{step: tiers, method: rank_cuts, cuts: {list(cuts)}}}" if cuts else "",
    )
    (folder / "edition.yaml").write_text(text, encoding="utf-8")
    towns = list(dict.fromkeys(town for rows in by_year.values() for town in rows))
    (folder / "towns.csv").write_text(
        "code,name\n" + "".join(f"{town},{town}\n" for town in towns), encoding="utf-8"
    )
    lines = ["town,year,firms,staff,patents,schools"]
    lines += [
        f"{town},{year},{','.join(str(value) for value in values)}"
        for year, rows in by_year.items()
        for town, values in rows.items()
    ]
    (folder / "panel.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
