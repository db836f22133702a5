"""The records of the reconstructed 2023 edition, recomputed here from the CSV files alone.

Nothing of zhishu computes the index in this file (but for the last tests, which say so): plain csv and
NumPy, the printed formulas, and both published tables.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from stdnum.cn import uscc as credit_code

from zhishu.audit.facts import check_facts, read_facts
from zhishu.build import build
from zhishu.edition_file import load
from zhishu.places.china import builtin_regions
from zhishu.places.groups import builtin_groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

EXAMPLE = Path(__file__).parents[2] / "examples" / "china-big-data-2023"
PROGRAM = EXAMPLE / "reconstruct"
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
TREE = {
    "level": (
        ("firms", "listed", "unicorns", "gazelles", "high_tech"),
        ("value", "valuation", "money", "sites"),
    ),
    "innovation": (("patents", "software"), ("universities", "staff")),
    "environment": (("policies", "laws"), ("agencies", "associations", "exchanges")),
}
INDICATORS = tuple(leaf for groups in TREE.values() for group in groups for leaf in group)
KINDS = {
    "is_listed": "listed",
    "is_unicorn": "unicorns",
    "is_gazelle": "gazelles",
    "is_high_tech": "high_tech",
}
AMOUNTS = {
    "market_value_yuan": "value",
    "valuation_yuan": "valuation",
    "technical_staff": "staff",
    "patents": "patents",
    "software_copyrights": "software",
}
COUNTED = ("universities", "policies", "laws", "agencies", "associations", "exchanges")
PROVINCES = """北京市 1 1 1 8,广东省 2 2 2 1,江苏省 3 5 4 2,浙江省 4 4 3 4,上海市 5 3 5 10,山东省 6 6 6 3,安徽省 7 7 8 6,
四川省 8 8 11 7,河南省 9 13 10 5,福建省 10 10 12 9,湖北省 11 9 7 11,辽宁省 12 16 9 13,重庆市 13 15 18 14,
天津市 14 11 20 15,贵州省 15 20 22 12"""
CITIES = """北京市 1 1 1 1,上海市 2 2 2 3,深圳市 3 4 5 2,杭州市 4 3 3 7,广州市 5 5 4 10,南京市 6 6 6 21,苏州市 7 7 23 9,
武汉市 8 10 7 12,合肥市 9 9 9 11,成都市 10 8 11 18,天津市 11 11 14 6,青岛市 12 13 19 5,重庆市 13 15 16 4,
郑州市 14 19 8 13,无锡市 15 12 35 17"""
"""The two published tables: region, then its ranks in total, level, innovation and environment."""


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """Return a table's rows."""
    with (EXAMPLE / "data" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def names() -> dict[str, dict[str, str]]:
    """Return code → name of the provinces and of the prefecture-level units."""
    return {
        level: {region.code: region.name for region in builtin_regions(f"builtin/cn/{level}")}
        for level in ("provinces", "prefectures")
    }


def unit_of(code: str) -> str | None:
    """Return the prefecture-level unit in which a record lies, None for a province's own."""
    candidates = (code, f"{code[:4]}00", f"{code[:2]}0000")
    units = names()["prefectures"]
    if code.endswith("0000") and code not in MUNICIPALITIES:
        return None
    return next((candidate for candidate in candidates if candidate in units), None)


def contributions() -> list[tuple[str, str, float]]:
    """Return (code, indicator, amount) for every record."""
    found = [(row["division_code"], name, 1.0) for name in COUNTED for row in rows(name)]
    found += [(row["division_code"], "money", float(row["amount_yuan"])) for row in rows("financing")]
    for row in rows("firms"):
        code = row["division_code"]
        found.append((code, "firms", 1.0))
        found += [(code, kind, 1.0) for flag, kind in KINDS.items() if row[flag] == "true"]
        found += [(code, name, float(row[column])) for column, name in AMOUNTS.items() if row[column]]
        if row["website"]:
            found.append((code, "sites", 1.0))
    return found


@cache
def values() -> dict[str, dict[str, Array]]:
    """Return level → region code → its eighteen values."""
    table = {
        level: {code: np.zeros(len(INDICATORS)) for code in names()[level]}
        for level in ("provinces", "prefectures")
    }
    for code, indicator, amount in contributions():
        column = INDICATORS.index(indicator)
        table["provinces"][f"{code[:2]}0000"][column] += amount
        unit = unit_of(code)
        if unit is not None:
            table["prefectures"][unit][column] += amount
    for row in table["prefectures"].values():
        row[INDICATORS.index("agencies")] = min(row[INDICATORS.index("agencies")], 1.0)
    return table


def distance_weights(columns: Array) -> Array:
    """Return weights in proportion to the distance of every column from its best value."""
    distance = np.sqrt(((columns.max(axis=0) - columns) ** 2).sum(axis=0))
    weights: Array = distance / distance.sum()
    return weights


def combined(columns: list[Array]) -> Array:
    """Return the weighted sum of sibling columns."""
    stacked = np.column_stack(columns)
    score: Array = stacked @ distance_weights(stacked)
    return score


@cache
def scores(level: str) -> tuple[tuple[str, ...], dict[str, Array]]:
    """Return the codes of a scored level, and its scores by node."""
    found = values()["provinces" if level == "province" else "prefectures"]
    codes = tuple(found) if level == "province" else tuple(row["code"] for row in rows("key_cities"))
    raw = np.array([found[code] for code in codes])
    low, high = raw.min(axis=0), raw.max(axis=0)
    normal = dict(zip(INDICATORS, ((raw - low) / (high - low)).T, strict=True))
    nodes = {
        dimension: combined([combined([normal[leaf] for leaf in group]) for group in groups])
        for dimension, groups in TREE.items()
    }
    return codes, {"index": combined(list(nodes.values())), **nodes}


def rank(score: Array, position: int) -> int:
    """Return a region's rank, the best first."""
    return 1 + int((score > score[position]).sum())


@pytest.mark.parametrize(("level", "table"), [("province", PROVINCES), ("city", CITIES)])
def test_published_table_is_recomputed_from_the_records(level: str, table: str) -> None:
    """Every rank of Tables 2-1 and 2-2 follows from the CSV files by the printed formulas."""
    codes, nodes = scores(level)
    called = names()["provinces"] | names()["prefectures"]
    positions = {called[code]: position for position, code in enumerate(codes)}
    for line in table.replace("\n", "").split(","):
        name, *published = line.split()
        recomputed = [rank(score, positions[name]) for score in nodes.values()]
        assert recomputed == [int(place) for place in published], name


@pytest.mark.parametrize("level", ["province", "city"])
def test_no_two_neighbours_of_the_first_places_hang_by_a_thread(level: str) -> None:
    """Scores of the index's first fifteen lie apart by more than the noise of floating-point sums."""
    _, nodes = scores(level)
    for score in nodes.values():
        first = np.sort(score)[::-1][:16]
        assert (np.diff(first) < -1e-6).all()


def test_totals_are_the_published_ones() -> None:
    """Firms, universities, agencies, exchanges and unicorn cities number what the report prints."""
    units = np.array(list(values()["prefectures"].values()))
    total = dict(zip(INDICATORS, units.sum(axis=0), strict=True))
    cities_with = dict(zip(INDICATORS, (units > 0).sum(axis=0), strict=True))
    assert (total["firms"], total["universities"]) == (8780, 988)
    assert round(100 * (292 + 86 + 75) / total["listed"]) == 45
    assert len(units) == 337
    assert (cities_with["agencies"], cities_with["exchanges"], cities_with["unicorns"]) == (285, 29, 19)


def test_scored_cities_follow_the_written_rule() -> None:
    """Circles, capitals, cities planned separately, then the units with the most firms, make the 163."""
    regions = builtin_regions("builtin/cn/prefectures")
    chosen = {code for codes in builtin_groups("builtin/cn/circles", regions).values() for code in codes}
    chosen |= {min(r.code for r in regions if r.code[:2] == code[:2]) for code in names()["provinces"]}
    chosen |= {"210200", "330200", "350200", "370200", "440300"}
    firms = {code: row[0] for code, row in values()["prefectures"].items()}
    for code in sorted(firms, key=lambda code: (-firms[code], code)):
        if len(chosen) < 163:
            chosen.add(code)
    assert {row["code"] for row in rows("key_cities")} == chosen
    assert len(rows("key_cities")) == 163


@pytest.mark.parametrize(
    ("table", "column"),
    [("firms", "name"), ("universities", "name"), ("policies", "title"), ("laws", "title"), ("agencies", "name"),
     ("associations", "name"), ("exchanges", "name")],
)  # fmt: skip
def test_every_name_says_that_it_is_a_sample(table: str, column: str) -> None:
    """No record can be mistaken for a real firm, text or body."""
    assert all(row[column].startswith("示例") for row in rows(table))


def test_websites_lie_in_a_domain_that_cannot_exist() -> None:
    """Every website ends in .invalid, which is reserved (RFC 2606)."""
    sites = [row["website"] for row in rows("firms") if row["website"]]
    assert sites
    assert all(site.startswith("https://") and site.endswith(".invalid") for site in sites)


def organisation_check(body: str) -> str:
    """Return the check character of an organisation code (GB 11714)."""
    total = sum(w * int(c, 36) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True))
    return "0123456789X0"[11 - total % 11]


def test_credit_codes_are_valid_unique_and_from_the_sample_block() -> None:
    """Codes pass an outside checker, hold their firm's district, and begin where no register begins."""
    codes = [row["uscc"] for row in rows("firms")]
    assert len(set(codes)) == 8780
    for row in rows("firms"):
        code = row["uscc"]
        assert credit_code.is_valid(code), code
        assert code[:2] == "91"
        assert code[2:8] == row["division_code"]
        assert code[8:11] == "XXX"
        assert organisation_check(code[8:16]) == code[16]


def test_every_record_lies_in_a_region_that_exists() -> None:
    """Firms and universities name a district, other records a city or a province."""
    districts = {region.code for region in builtin_regions("builtin/cn/districts")}
    units = {*names()["provinces"], *names()["prefectures"]}
    for table in ("firms", "financing", "universities"):
        assert {row["division_code"] for row in rows(table)} <= districts
    for table in ("policies", "laws", "agencies", "associations", "exchanges"):
        assert {row["division_code"] for row in rows(table)} <= units


def test_financing_belongs_to_firms_of_the_tables() -> None:
    """Every event names a firm, in the firm's district, not before its founding and before the report."""
    firms = {row["uscc"]: row for row in rows("firms")}
    for event in rows("financing"):
        firm = firms[event["uscc"]]
        assert event["division_code"] == firm["division_code"]
        assert firm["founded"] <= event["date"] < "2023-09-01"
        assert float(event["amount_yuan"]) > 0


@pytest.mark.parametrize(
    ("table", "column"),
    [("firms", "founded"), ("policies", "issued"), ("laws", "issued"), ("agencies", "established"),
     ("associations", "founded"), ("exchanges", "established")],
)  # fmt: skip
def test_dates_lie_before_the_report(table: str, column: str) -> None:
    """Nothing is dated after August 2023; only a planned exchange has no date."""
    for row in rows(table):
        if row[column]:
            assert date(1990, 1, 1) < date.fromisoformat(row[column]) < date(2023, 9, 1)
        else:
            assert row["status"] == "planned"


def test_amounts_stand_only_where_they_make_sense() -> None:
    """Market value and staff only for listed firms, a valuation only for unicorns, and for all of those."""
    for row in rows("firms"):
        listed, unicorn = row["is_listed"] == "true", row["is_unicorn"] == "true"
        assert bool(row["market_value_yuan"]) == bool(row["technical_staff"]) == listed
        assert bool(row["valuation_yuan"]) == unicorn
        assert not (listed and unicorn)


@pytest.mark.parametrize("indicator", ["value", "money", "patents", "software", "staff"])
def test_large_numbers_do_not_pile_up(indicator: str) -> None:
    """No value of money, inventions or staff above 200 stands for more than two of the scored cities."""
    column = INDICATORS.index(indicator)
    keys = [row["code"] for row in rows("key_cities")]
    found = Counter(values()["prefectures"][code][column] for code in keys)
    assert max(times for value, times in found.items() if value > 200) <= 2


@pytest.mark.parametrize(
    "indicator", ["firms", "high_tech", "value", "money", "patents", "software", "staff"]
)
def test_indicators_have_long_tails(indicator: str) -> None:
    """A tenth of the scored cities holds most of everything, and the median city very little."""
    column = INDICATORS.index(indicator)
    found = np.sort([values()["prefectures"][row["code"]][column] for row in rows("key_cities")])[::-1]
    assert found[:16].sum() > 0.6 * found.sum()
    assert np.median(found) < 0.02 * found[0]


def test_indicators_go_together() -> None:
    """Size shows in every count of firms and inventions: logarithms correlate strongly, but not fully."""
    keys = [row["code"] for row in rows("key_cities")]
    raw = np.log1p(np.array([values()["prefectures"][code] for code in keys]))
    for name in (
        "listed",
        "gazelles",
        "high_tech",
        "sites",
        "patents",
        "software",
        "policies",
        "universities",
    ):
        correlation = np.corrcoef(raw[:, 0], raw[:, INDICATORS.index(name)])[0, 1]
        assert 0.6 < correlation < 0.995, name


def test_score_curve_of_the_cities_is_no_staircase() -> None:
    """All 163 totals differ, and after the first places no single step takes a large part of the range."""
    _, nodes = scores("city")
    curve = np.sort(nodes["index"])[::-1]
    assert len(np.unique(curve)) == 163
    steps = -np.diff(curve)
    assert steps[5:].max() < 0.05
    assert sum(step < 1e-5 for step in steps) < 10


def test_tiers_are_close_inside_and_apart_from_one_another() -> None:
    """Beijing is far ahead; second to fifth, and sixth to thirteenth, differ by less than that."""
    curve = np.sort(scores("city")[1]["index"])[::-1]
    lead = curve[0] - curve[1]
    assert curve[1] - curve[4] < lead
    assert curve[5] - curve[12] < 0.1
    assert all(a > b for a, b in pairwise(curve[:20]))


def test_yangtze_delta_is_more_even_than_the_capital_region() -> None:
    """The index varies less among the cities of 长三角 than among those of 京津冀."""
    codes, nodes = scores("city")
    members = builtin_groups("builtin/cn/circles", builtin_regions("builtin/cn/prefectures"))
    spread = {
        circle: np.std([nodes["index"][codes.index(code)] for code in found])
        for circle, found in members.items()
    }
    assert spread["长三角"] < spread["京津冀"]


def facts_that_fail(folder: Path) -> list[str]:
    """Return the ids of the ledger's facts that do not hold for an edition, by zhishu itself."""
    edition = load(folder)
    return [
        check.fact.id for check in check_facts(build(edition).result, read_facts(edition)) if not check.holds
    ]


def test_all_facts_hold() -> None:
    """Zhishu's own build of the records agrees with every published figure of the ledger."""
    assert facts_that_fail(EXAMPLE) == []


def test_examples_of_the_program_are_true() -> None:
    """The doctests of the program's modules pass."""
    modules = sorted(str(path) for path in PROGRAM.glob("*.py") if path.name != "__main__.py")
    run = subprocess.run(
        [sys.executable, "-m", "doctest", *modules],
        cwd=PROGRAM,
        env={"PYTHONPATH": str(EXAMPLE.parents[1] / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.slow
def test_program_makes_records_for_which_all_facts_hold(tmp_path: Path) -> None:
    """The program, run anew, gives complete tables that agree with every published figure."""
    for name in ("edition.yaml", "facts.csv"):
        shutil.copy(EXAMPLE / name, tmp_path / name)
    run = subprocess.run(
        [sys.executable, str(PROGRAM), "--data", str(tmp_path / "data")],
        env={"PYTHONPATH": str(EXAMPLE.parents[1] / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "not met" not in run.stderr
    assert facts_that_fail(tmp_path) == []
