"""Small editions of towns, built for real, and the example, for the tests of claims."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from zhishu.publish.findings import Findings

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
  - {{step: weigh, method: equal}}
  - {{step: aggregate, method: arithmetic, scale: 100}}
  - {{step: rank, ties: min}}
{tiers}
"""

Rows = Mapping[str, Sequence[float]]
"""Town → firms, staff, patents, schools."""


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Findings]:
    """Return a builder of findings on towns: rows of one year, or years → rows; groups; cuts; draws; claims."""

    def build(
        rows: Rows | Mapping[int, Rows],
        *,
        groups: Mapping[str, Sequence[str]] | None = None,
        cuts: Sequence[int] = (),
        draws: int = 0,
        claims: str = "",
        normalise: str = "minmax",
    ) -> Findings:
        from zhishu import load
        from zhishu.build import build as build_edition
        from zhishu.build import with_doubt
        from zhishu.publish.findings import Findings

        by_year = rows if all(isinstance(year, int) for year in rows) else {2024: rows}
        write(tmp_path, by_year, groups, cuts, normalise)
        if claims:
            (tmp_path / "claims.yaml").write_text(claims, encoding="utf-8")
        built = build_edition(load(tmp_path))
        return Findings((with_doubt(built, draws=draws) if draws else built).result)

    return build


def write(
    folder: Path,
    by_year: Mapping[int, Rows],
    groups: Mapping[str, Sequence[str]] | None,
    cuts: Sequence[int],
    normalise: str,
) -> None:
    """Write the edition's files; every town is its own code."""
    members = json.dumps({"coast": {"levels": ["town"], "members": groups}}, ensure_ascii=False)
    text = EDITION.format(
        edition=max(by_year),
        normalise=normalise,
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


FIVE: Rows = {
    "Ash": (100, 90, 10, 8),
    "Birch": (80, 70, 8, 8),
    "Cedar": (60, 50, 9, 10),
    "Dale": (20, 10, 1, 2),
    "Elm": (5, 2, 0, 0),
}
"""Five towns: Ash leads in size, Cedar in skill."""


@pytest.fixture
def five() -> Rows:
    """Return five towns of which one leads in size and another in skill."""
    return FIVE


@pytest.fixture(scope="session")
def example() -> Findings:
    """Return the findings of the example with its draws."""
    from zhishu import example as example_folder
    from zhishu import load
    from zhishu.build import build, with_doubt
    from zhishu.publish.findings import Findings

    return Findings(with_doubt(build(load(example_folder()))).result)


@pytest.fixture(scope="session")
def clustered() -> Findings:
    """Return the findings of the example with clusters of its regions, without draws."""
    from zhishu import example as example_folder
    from zhishu import load
    from zhishu.build import build
    from zhishu.publish.findings import Findings
    from zhishu.recipe import Recipe, Step

    edition = load(example_folder())
    recipe = Recipe((*edition.recipe.steps, Step("clusters", "hierarchical")))
    return Findings(build(replace(edition, recipe=recipe)).result)


@pytest.fixture
def one() -> Callable[..., object]:
    """Return a function that gives the single claim of a kind on given findings."""
    from zhishu.publish.claims import find_claims

    def make(findings: Findings, kind: str, **options: object) -> object:
        (claim,) = find_claims(findings, [{"kind": kind, "level": "town", **options}])
        return claim

    return make
