"""The ledger of the 2023 edition: complete, without quotations, and every word of it resolvable."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zhishu.audit.facts import COLUMNS, check_facts, read_facts
from zhishu.edition_file import load
from zhishu.panel import panel_of
from zhishu.places.china import builtin_regions
from zhishu.places.groups import resolve_groups
from zhishu.places.setting import setting_of
from zhishu.publish.published import published_ranks
from zhishu.result import LevelResult, Result
from zhishu.score.groups import score_grouping
from zhishu.score.pipeline import score_panel

if TYPE_CHECKING:
    from zhishu.edition import Edition
    from zhishu.places.regions import Region

EXAMPLE = Path(__file__).parents[2] / "examples" / "china-big-data-2023"
BUILT_IN = {
    "province": "provinces",
    "city": "prefectures",
    "prefecture": "prefectures",
    "district": "districts",
}
NOT_TESTABLE = (
    *(115, 121, 139, 140, 141, 202, 254, *range(256, 267), *range(270, 277), 278, 324, 325),
    *(362, 363, 364, 390, 391, 396, 397, 398, 399, 404, 443, 470, 471, 472, 476, 515, 516, 517, 518, 519),
)
"""Numbers of printed statements that one edition alone cannot prove or that contradict the tables."""


@pytest.fixture(scope="module")
def edition() -> Edition:
    """Return the example's edition."""
    return load(EXAMPLE)


@pytest.fixture(scope="module")
def imagined(edition: Edition) -> Result:
    """Return a Result with the example's framework and regions and values that mean nothing.

    All prefecture-level units stand at the level of cities, so that no choice of cities matters.
    """
    levels = tuple(replace(level, regions=f"builtin/cn/{BUILT_IN[level.id]}") for level in edition.levels)
    edition = replace(edition, levels=levels)
    generator = np.random.default_rng(2023)
    regions = {level: builtin_regions(f"builtin/cn/{name}") for level, name in BUILT_IN.items()}
    lookup = setting_of(edition).lookup
    members: dict[str, dict[str, tuple[str, ...]]] = {}
    for grouping in edition.groupings:
        by_level = [resolve_groups(grouping.members, regions[level], lookup) for level in grouping.levels]
        names = dict.fromkeys(name for groups in by_level for name in groups)
        members[grouping.id] = {
            name: tuple(dict.fromkeys(code for groups in by_level for code in groups.get(name, ())))
            for name in names
        }
    found = {name: _level(edition, name, regions[name], members, generator) for name in BUILT_IN}
    measures = {
        name: {
            measure: generator.poisson(2.0, (1, len(regions[name]))).astype(float)
            for measure in edition.measures
        }
        for name in BUILT_IN
    }
    return Result(edition, found, measures=measures, regions_groups=members)


def _level(
    edition: Edition,
    name: str,
    regions: tuple[Region, ...],
    members: dict[str, dict[str, tuple[str, ...]]],
    generator: np.random.Generator,
) -> LevelResult:
    values = np.floor(generator.lognormal(2.0, 1.5, (1, len(regions), 18)))
    panel = panel_of(
        name,
        values,
        regions=tuple(region.code for region in regions),
        names=tuple(region.name for region in regions),
        indicators=edition.framework.indicators,
        years=(edition.edition,),
    )
    if not edition.level(name).score:
        return LevelResult(panel)
    scored = score_panel(panel, edition.framework, edition.recipe)
    groups = tuple(
        found
        for grouping in edition.groupings
        if name in grouping.levels
        and (
            found := score_grouping(
                grouping.id, members[grouping.id], regions=panel.regions, scores=scored.scores
            )
        )
    )
    return LevelResult(panel, scores=scored.scores, ranks=scored.ranks, tiers=scored.tiers, groups=groups)


def _rows() -> list[dict[str, str]]:
    with (EXAMPLE / "facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_ledger_holds_every_testable_fact_once() -> None:
    """The ids are F042–F521 without the numbers that are no testable facts: 432, in order."""
    testable = [f"F{number:03d}" for number in range(42, 522) if number not in NOT_TESTABLE]
    assert len(testable) == 432
    assert [row["id"] for row in _rows()] == testable


def test_the_ledger_carries_facts_and_no_sentences() -> None:
    """Its columns are the eight of the language, and no cell holds Chinese punctuation or a long text."""
    rows = _rows()
    assert tuple(rows[0]) == COLUMNS
    assert not [row for row in rows if any(mark in "".join(row.values()) for mark in "，。；、“”（）")]
    assert max(len(cell) for row in rows for cell in row.values()) <= 90


def test_the_ledger_covers_both_tables() -> None:
    """Tables 2-1 and 2-2 are there: 15 regions × 4 ranks at each of the two levels, and the tiers."""
    cells = {
        (row["level"], row["region"], row["measure"])
        for row in _rows()
        if row["relation"] == "rank" and row["measure"] in ("index", "level", "innovation", "environment")
    }
    full = Counter((level, region) for level, region, _ in cells)
    assert Counter(level for (level, _), count in full.items() if count == 4) == {"province": 15, "city": 15}
    assert Counter(row["value"] for row in _rows() if row["relation"] == "tier") == {"1": 5, "2": 8, "3": 7}


def test_the_ledger_is_read_without_a_fault(edition: Edition) -> None:
    """Levels, measures, groupings, relations, values, tolerances and units are all in the language."""
    facts = read_facts(edition)
    assert len(facts) == 432
    assert {fact.unit for fact in facts if fact.relation.startswith("share")} == {"%"}


def test_every_share_is_exact_to_its_last_printed_digit(edition: Edition) -> None:
    """A tolerance is half a unit of the last digit of the value as it is written."""
    for fact in read_facts(edition):
        if fact.relation in ("share", "share_with") or (fact.relation == "equals" and fact.unit == "%"):
            digits = len(fact.value.partition(".")[2])
            assert fact.tolerance == pytest.approx(0.5 * 10**-digits)
        elif fact.relation == "equals":
            assert fact.tolerance == 0


def test_every_region_and_measure_of_the_ledger_exists(edition: Edition, imagined: Result) -> None:
    """On values that mean nothing every fact is answered, and hardly any of them holds."""
    checks = check_facts(imagined, read_facts(edition))
    assert len(checks) == 432
    assert sum(check.holds for check in checks) < 150
    assert not [check.id for check in checks if "no region" in check.got]


def test_the_ledger_is_checked_in_a_moment(edition: Edition, imagined: Result) -> None:
    """All 432 facts take well under a second of computing."""
    facts = read_facts(edition)
    begin = perf_counter()
    check_facts(imagined, facts)
    assert perf_counter() - begin < 1.0


def test_published_ranks_come_from_the_ledger(edition: Edition) -> None:
    """The tables of the report find the published ranks of both levels in the ledger."""
    ranks = published_ranks(edition)
    assert ranks["province", "北京市", "environment"] == 8
    assert ranks["city", "无锡市", "innovation"] == 35
    assert ranks["city", "厦门市", "china-big-data"] == 20


class TestExample:
    """The example as it is built from its records."""

    def test_every_fact_holds(self, edition: Edition) -> None:
        """432 of 432 published facts hold on the reconstructed data."""
        from zhishu.build import build

        checks = check_facts(build(edition).result, read_facts(edition))
        assert not [str(check) for check in checks if not check.holds]

    def test_a_tampered_copy_names_the_facts(self, tmp_path: Path) -> None:
        """One association of Beijing taken away breaks the printed number and the shared first place."""
        from zhishu.build import build

        copy = tmp_path / "edition"
        shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "reconstruct"))
        path = copy / "data" / "associations.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            heading, *rows = csv.reader(file)
        place = heading.index("division_code")
        rows.remove(next(row for row in rows if row[place].startswith("11")))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *rows])
        tampered = load(copy)
        failing = {
            check.id: check
            for check in check_facts(build(tampered).result, read_facts(tampered))
            if not check.holds
        }
        assert {"F491", "F492"} <= set(failing)
        assert failing["F491"].got == "79"
        assert "北京市 associations value 79" in str(failing["F491"])
