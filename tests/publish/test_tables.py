"""The declared tables: which regions stand in them, in which order, beside which published ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from zhishu.framework import Framework, Node, Text
from zhishu.publish.figure import Rank, Tier
from zhishu.publish.findings import Findings
from zhishu.publish.ranking import ranking_of, rankings, tier_cuts, tier_named
from zhishu.publish.tables.framework import framework as framework_table
from zhishu.publish.tables.leading import leading
from zhishu.publish.tables.whole import whole
from zhishu.recipe import Recipe, Step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zhishu.result import Result

    Build = Callable[..., Result]

ROWS_BELOW = 26


def test_leading_table_lists_fifteen_regions_best_first(china: Build) -> None:
    """The first fifteen regions stand in the order of their total rank, with rank and score."""
    table = leading(Findings(china()), level="province")
    assert [row[0] for row in table.data.rows] == [Rank(float(place)) for place in range(1, 16)]
    scores = [row[3] for row in table.data.rows]
    assert scores == sorted(scores, reverse=True)
    assert [column.id for column in table.data.columns][-3:] == ["level", "innovation", "environment"]


def test_leading_table_takes_ranks_of_every_dimension_from_the_result(china: Build) -> None:
    """A dimension's rank in the table is the one that the result holds for that region and node."""
    result = china()
    data = leading(Findings(result), level="city").data
    row, at = data.rows[2], result.levels["city"].panel.regions.index(data.regions[2])
    nodes = [result.edition.framework.ids.index(node) for node in result.edition.framework.dimensions]
    assert [cell.place for cell in row[-3:]] == [result.levels["city"].ranks[0, at, node] for node in nodes]


@pytest.mark.parametrize("written", ["T1", "Norton"])
def test_published_rank_is_found_by_code_or_name(towns: Build, tmp_path: Path, written: str) -> None:
    """The ledger may call a region by its code or its name; the published rank stands beside ours."""
    (tmp_path / "facts.csv").write_text(
        f"id,level,region,measure,relation,value,tolerance,unit\nF1,town,{written},index,rank,2,,\n"
    )
    result = towns(("Sutton", "Norton"), scores=np.array([1.0, 2.0]), facts="facts.csv")
    rows = leading(Findings(result), level="town").data.rows
    assert rows[0][0] == Rank(1.0, 2)
    assert rows[0][0].differs
    assert rows[1][0] == Rank(2.0, None)
    bare = leading(Findings(result), level="town", published=False)
    assert bare.data.rows[0][0] == Rank(1.0, None)


def test_equal_published_rank_does_not_differ() -> None:
    """A published rank that equals ours is no difference, and none published is none either."""
    assert not Rank(3.0, 3).differs
    assert not Rank(3.0).differs
    assert Rank(3.5, 3).differs


def test_regions_tied_at_the_last_place_are_all_listed(towns: Build) -> None:
    """Three regions that share rank 15 make seventeen rows: none is left out by chance."""
    scores = np.array([float(30 - place) for place in range(14)] + [9.0, 9.0, 9.0, 1.0])
    table = leading(
        Findings(towns(tuple(f"Town {number}" for number in range(18)), scores=scores)), level="town"
    )
    assert len(table.data.rows) == 17
    assert [row[0].place for row in table.data.rows[-3:]] == [15.0, 15.0, 15.0]


def test_fewer_than_fifteen_regions_are_all_listed_under_a_title_without_a_number(towns: Build) -> None:
    """With four regions the table has four rows and does not speak of a top fifteen."""
    table = leading(Findings(towns(("A", "B", "C", "D"))), level="town")
    assert len(table.data.rows) == 4
    assert "15" not in table.title.en
    assert "15" not in table.title.zh


def test_region_without_a_score_stands_last_and_is_not_among_the_leading(towns: Build) -> None:
    """A region whose total is missing is in the whole ranking, at its end, and in no table of leaders."""
    findings = Findings(towns(("A", "B", "C"), scores=np.array([1.0, np.nan, 3.0])))
    assert len(leading(findings, level="town").data.rows) == 2
    data = whole(findings, level="town").data
    assert [row[1].en for row in data.rows] == ["C", "A", "B"]
    assert data.regions == ("T2", "T0", "T1")


def test_whole_table_has_every_region_with_province_and_dimensions(china: Build) -> None:
    """All 163 cities stand in the whole table, each with its province, tier, scores and ranks."""
    table = whole(Findings(china()), level="city")
    assert len(table.data.rows) == 163
    assert [column.id for column in table.data.columns[:5]] == ["rank", "region", "within", "tier", "score"]
    provinces = {row[1].zh: row[2].zh for row in table.data.rows}
    assert provinces["石家庄市"] == "河北"
    assert provinces["北京市"] == "北京"


def test_weights_table_has_a_row_per_node_below_the_index(china: Build) -> None:
    """Every node but the index has its weight in the group and in the whole, indented by its depth."""
    result = china()
    table = framework_table(Findings(result))
    assert table is not None
    assert len(table.data.rows) == ROWS_BELOW + 1
    assert set(table.data.depths) == {1, 2, 3}
    thirds = [row for row, depth in zip(table.data.rows, table.data.depths, strict=True) if depth == 1]
    assert [row[1] for row in thirds] == pytest.approx([1 / 3] * 3)
    leaves = [row[2] for row, depth in zip(table.data.rows, table.data.depths, strict=True) if depth == 3]
    assert sum(leaves) == pytest.approx(1.0)


def test_result_without_weights_has_no_weights_table(towns: Build) -> None:
    """A level that was not weighed gives no table rather than an empty one."""
    from dataclasses import replace

    result = towns(("A", "B"))
    bare = replace(result.levels["town"], weights=None, effective=None)
    findings = Findings(replace(result, levels={"town": bare}))
    assert framework_table(findings, measures=False) is None
    assert [column.id for column in framework_table(findings).data.columns][1:] == [
        "direction",
        "unit",
        "measure",
    ]


def test_level_without_scores_has_no_ranking(towns: Build) -> None:
    """A level that has only a panel is not ranked."""
    from dataclasses import replace

    result = towns(("A", "B"))
    bare = replace(result.levels["town"], scores=None)
    assert ranking_of(replace(result, levels={"town": bare}), result.edition.levels[0]) is None
    assert rankings(replace(result, levels={})) == ()


def test_tier_below_the_last_cut_is_the_rest() -> None:
    """Three cuts make three tiers; whoever stands below the last cut is in none of them."""
    for options in ({"cuts": [5, 13, 20]}, {}):  # the second leaves the cuts to the default
        cuts = tier_cuts(Recipe((Step("tiers", "rank_cuts", options),)))
        named = [tier_named(number, cuts) for number in (1, 3, 4)]
        assert [tier.name.zh for tier in named] == ["第一梯队", "第三梯队", "其余"]
        assert [tier.role for tier in named] == ["tier_1", "tier_3", "tier_rest"]


def test_tier_of_natural_breaks_is_always_a_tier() -> None:
    """Without cuts every class is a tier of its own, also one whose number has no Chinese numeral."""
    cuts = tier_cuts(Recipe((Step("tiers", "natural_breaks", {"k": 12}),)))
    assert tier_named(4, cuts).name == Text("第四梯队", "Tier 4")
    assert tier_named(12, cuts).name == Text("第12梯队", "Tier 12")


def test_index_of_indicators_only_has_them_as_dimensions(towns: Build) -> None:
    """A framework of depth one shows its indicators where others show dimensions."""
    leaves = tuple(Node(name, Text(name, name), "index") for name in ("a", "b"))
    flat = Framework((Node("index", Text("指数", "Index"), None, ("a", "b")), *leaves))
    table = leading(Findings(towns(("A", "B"), framework=flat)), level="town")
    assert [column.id for column in table.data.columns][-2:] == ["a", "b"]
    assert all(isinstance(row[2], Tier) for row in table.data.rows)
