"""What the maps and tables of the example show, against its written tables, read by another path."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

import zhishu
import zhishu.publish.figures
import zhishu.publish.tables
from zhishu.build import build, with_doubt
from zhishu.publish.figure import Interval, Rank
from zhishu.publish.findings import Findings
from zhishu.publish.kinds import make

if TYPE_CHECKING:
    import pandas as pd

    from zhishu.publish.figure import Figure, Table
    from zhishu.result import Result

ROOT = "china-big-data"


@cache
def example() -> Result:
    """Return the example's result with its draws."""
    return with_doubt(build(zhishu.load(zhishu.example()))).result


@cache
def findings() -> Findings:
    """Return the example's findings."""
    return Findings(example())


def made(what: str, kind: str, **options: Any) -> Any:
    """Return what a kind makes of the example."""
    return make(findings(), what, kind, options, where="test")


@cache
def written(name: str) -> pd.DataFrame:
    """Return a table of the result as it is written to out/tables."""
    return example().table(name)


def cells(found: Figure | Table, column: str) -> dict[str, Any]:
    """Return region code → cell of a column."""
    at = [one.id for one in found.data.columns].index(column)
    return {code: row[at] for code, row in zip(found.data.regions, found.data.rows, strict=True)}


def scores(level: str, node: str = ROOT) -> pd.DataFrame:
    """Return the written scores and ranks of one node at one level, by region."""
    table = written("scores")
    chosen = table[(table.level == level) & (table.node == node)]
    return chosen.set_index(chosen.region.astype(str))


def counted(level: str, indicator: str) -> dict[str, float]:
    """Return the written panel's values of an indicator at a level, by region."""
    table = written("panel")
    chosen = table[(table.level == level) & (table.indicator == indicator)]
    return dict(zip(chosen.region.astype(str), chosen.value.astype(float), strict=True))


def test_map_of_the_provinces_shows_the_written_scores() -> None:
    """图 2-1: score, rank and interval of all 31 provinces, and each class spans its own scores."""
    figure = made("figure", "choropleth", level="province", measure=ROOT)
    table = scores("province")
    assert cells(figure, "value") == pytest.approx(table.score.to_dict())
    assert {code: rank.place for code, rank in cells(figure, "rank").items()} == table["rank"].to_dict()
    classes: dict[float, list[float]] = {}
    for code, number in cells(figure, "class").items():
        classes.setdefault(number, []).append(table.score[code])
    spans = [(min(found), max(found)) for _, found in sorted(classes.items())]
    assert len(spans) == 5
    assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_maps_of_counts_show_the_written_panel() -> None:
    """图 3-6 and 3-10: financing and universities of all 337 units, zero a class of its own."""
    for indicator in ("financing", "universities"):
        expected = counted("prefecture", indicator)
        for kind in ("choropleth", "marks_map"):
            figure = made("figure", kind, level="prefecture", measure=indicator)
            assert cells(figure, "value") == pytest.approx(expected)
        figure = made("figure", "choropleth", level="prefecture", measure=indicator)
        first = {code for code, number in cells(figure, "class").items() if number == 1}
        assert first == {code for code, value in expected.items() if value == 0}


def test_map_of_the_leading_cities_shows_the_first_fifteen() -> None:
    """图 2-2: the cities ranked 1 to 15, with the intervals that the doubt's tables hold."""
    figure = made("figure", "ranked_map", level="city", top=15)
    table = scores("city")
    leading = table[table["rank"] <= 15].sort_values("rank")
    assert list(figure.data.regions) == list(leading.index)
    intervals = example().uncertainty.intervals
    chosen = intervals[(intervals.level == "city") & (intervals.node == ROOT)]
    known = chosen.set_index(chosen.region.astype(str))
    for code, interval in cells(figure, "interval").items():
        assert interval == Interval(float(known.rank_low[code]), float(known.rank_high[code]))


def test_maps_of_the_circles_show_the_written_scores_of_their_members() -> None:
    """图 2-6: the 64 cities of the four circles, and no other."""
    figure = made("figure", "group_maps", level="city", grouping="circles")
    members = {code for codes in example().regions_groups["circles"].values() for code in codes}
    table = scores("city")
    expected = {code: table.score[code] for code in members if code in table.index}
    assert cells(figure, "value") == pytest.approx(expected)


@pytest.mark.parametrize("level", ["province", "city"])
def test_leading_tables_hold_the_written_ranks_of_every_dimension(level: str) -> None:
    """表 2-1 and 2-2: fifteen rows with score and with the rank in total and per dimension."""
    table = made("table", "leading", level=level)
    assert len(table.data.rows) == 15
    nodes = {column.id: column.node for column in table.data.columns if column.kind == "rank"}
    assert set(nodes.values()) == {ROOT, "level", "innovation", "environment"}
    for column, node in nodes.items():
        expected = scores(level, node)["rank"]
        assert all(cell.place == expected[code] for code, cell in cells(table, column).items())
    assert cells(table, "score") == pytest.approx(
        {code: scores(level).score[code] for code in table.data.regions}
    )


def test_whole_table_holds_all_cities_with_score_and_rank_of_every_dimension() -> None:
    """The appendix: 163 rows in the order of the ranks, every number as written."""
    table = made("table", "whole", level="city")
    assert len(table.data.rows) == 163
    places = [row[0].place for row in table.data.rows]
    assert places == sorted(places)
    for node in ("level", "innovation", "environment"):
        expected = scores("city", node)
        assert cells(table, f"{node}-score") == pytest.approx(expected.score.to_dict())
        assert {code: cell.place for code, cell in cells(table, f"{node}-rank").items()} == expected[
            "rank"
        ].to_dict()


def test_framework_holds_the_written_weights() -> None:
    """表 1-1: the weights of every node at both levels, within the group and overall."""
    table = made("table", "framework")
    names = {node.name.zh: node.id for node in example().edition.framework}
    weights = written("weights")
    for level in ("province", "city"):
        chosen = weights[weights.level == level].set_index("node")
        at = [column.id for column in table.data.columns].index(f"{level}-weight")
        for row in table.data.rows:
            node = names[row[0].zh]
            assert row[at] == pytest.approx(chosen.weight[node])
            assert row[at + 1] == pytest.approx(chosen.effective[node])


def test_data_quality_counts_zeros_in_the_written_panel() -> None:
    """Shares of zeros and missing values are those of the panel's rows."""
    table = made("table", "data_quality", level="prefecture")
    for node, row in zip(example().edition.framework.indicators, table.data.rows, strict=True):
        values = list(counted("prefecture", node).values())
        assert row[2] == len(values)
        assert row[3] == pytest.approx(sum(math.isnan(value) for value in values) / len(values))
        assert row[4] == pytest.approx(sum(value == 0 for value in values) / len(values))


def test_groups_hold_the_mean_of_their_members() -> None:
    """The circles' scores are the means of their scored members, recomputed from the written scores."""
    table = made("table", "groups", level="city", grouping="circles")
    groups = example().regions_groups["circles"]
    score = scores("city").score
    found = {row[1].zh: (row[0], row[2], row[3]) for row in table.data.rows}
    means = {name: score.reindex(codes).dropna() for name, codes in groups.items()}
    order = sorted(means, key=lambda name: -means[name].mean())
    for name, members in means.items():
        assert found[name] == (Rank(order.index(name) + 1.0), len(members), pytest.approx(members.mean()))


def test_uncertainty_says_what_was_drawn() -> None:
    """Draws, seed and the median width of the intervals agree with the doubt's own tables."""
    table = made("table", "uncertainty")
    said = {row[0].en: row[1].en for row in table.data.rows}
    assert said["Draws"] == "2,000"
    assert said["Seed"] == "0"
    intervals = example().uncertainty.intervals
    chosen = intervals[(intervals.level == "city") & (intervals.node == ROOT)]
    assert said["Key cities: median width"] == f"{(chosen.rank_high - chosen.rank_low).median():g} places"


def test_sources_hold_the_fingerprints_of_the_files() -> None:
    """Each file's digits are those of its SHA-256, its rows those that were read."""
    from hashlib import sha256

    table = made("table", "sources")
    folder = example().edition.folder
    rows = {row[0]: row for row in table.data.rows}
    assert rows["data/firms.csv"][2] == 8780
    for file, row in rows.items():
        assert row[-1] == sha256((folder / file).read_bytes()).hexdigest()[:12]


def test_method_sheet_has_a_row_per_step_with_its_source() -> None:
    """Five steps in the order of the flow, each with formula and citation from the registry."""
    table = made("table", "method")
    assert [row[0].zh for row in table.data.rows] == ["标准化", "赋权", "合成", "排名", "分档"]
    assert all(row[2] and row[4] for row in table.data.rows)
    assert "reading: distance" in table.data.rows[1][3]
    assert "解读" in table.note.zh
