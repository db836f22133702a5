"""What is published of clusters: sentences, tables, figures, sheets, the part of the default outline."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

import numpy as np
import openpyxl
import pytest

from zhishu.publish.claims import find_claims
from zhishu.publish.default_outline import default_outline
from zhishu.publish.findings import Findings
from zhishu.publish.kinds import make
from zhishu.publish.render import svg
from zhishu.publish.workbook import workbook_xlsx

if TYPE_CHECKING:
    from zhishu.result import Result

Towns = Callable[..., "Result"]
LEVEL = {"level": "town"}


def said(result: Result, language: str) -> list[str]:
    """Return the sentences on clusters."""
    claims = find_claims(Findings(result), [{"kind": "clusters", **LEVEL}])
    return [claim.said.plain(language) for claim in claims]


def made(result: Result, what: Any, kind: str, **options: Any) -> Any:
    return make(Findings(result), what, kind, {**LEVEL, **options}, where="a test")


def test_sentences_say_who_is_alike_and_in_what(towns: Towns) -> None:
    """In both languages, with the mean silhouette and its verdict."""
    result = towns({"count": 3})
    chinese, english = said(result, "zh"), said(result, "en")
    assert chinese[0].startswith("7 个城镇聚为 3 类，平均轮廓系数为 0.8")
    assert chinese[0].endswith("：类别之间界线清楚。")
    assert english[0].startswith("The 7 towns form 3 clusters with a mean silhouette of 0.8")
    assert chinese[1] == (
        "第一类有 2 个城镇：Dale、Elm；平均得分 51.4；与各地区平均相比，能力相对最强，规模相对最弱。"
    )
    assert english[1] == (
        "Cluster 1 has 2 towns: Dale and Elm; their mean score is 51.4; against all regions it is relatively "
        "strongest in skill and weakest in size."
    )
    assert english[3].startswith("Cluster 3 has 2 towns: ")
    assert len(chinese) == len(english) == 4


def test_what_is_unclear_is_called_so(towns: Towns, values: np.ndarray) -> None:
    """Towns drawn at random: no structure, and who is nearer to another cluster."""
    changed = np.random.default_rng(8).integers(0, 9, values.shape).astype(float)
    result = towns({"count": 3, "linkage": "single"}, changed)
    widths = result.table("clusters")["silhouette"]
    sentences = said(result, "zh")
    assert widths.mean() < 0.25
    assert sentences[0].endswith("：看不出明显的类别结构。")
    assert (widths < 0).sum() > 0
    assert "轮廓系数为负" in sentences[-1]


def test_one_cluster_is_said_without_a_verdict(towns: Towns) -> None:
    """Nothing to compare."""
    assert said(towns({"count": 1}), "en")[0] == "All 7 towns form one cluster."
    assert "相对最强" not in said(towns({"count": 1}), "zh")[1]


def test_no_step_nothing_published(towns: Towns) -> None:
    """No sentence, no table, no figure, no part, no sheet."""
    result = towns(None)
    assert said(result, "zh") == []
    for what, kind in (("table", "clusters"), ("table", "cluster_counts"), ("figure", "dendrogram")):
        assert made(result, what, kind) is None
    assert made(result, "figure", "cluster_profiles") is None
    assert "clusters" not in [part.id for part in default_outline(result.edition).parts]
    assert not [name for name in sheets(result) if "聚" in name]


def test_the_default_outline_has_a_part(towns: Towns) -> None:
    """Between the dimensions and how sure the ranks are."""
    parts = [part.id for part in default_outline(towns({}).edition).parts]
    assert parts.index("dimensions") < parts.index("clusters") < parts.index("sure")


def sheets(result: Result) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every sheet of the workbook."""
    with catch_warnings():
        simplefilter("ignore", UserWarning)  # it drops data bars and says so
        book = openpyxl.load_workbook(BytesIO(workbook_xlsx(result)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_workbook_has_two_sheets(towns: Towns) -> None:
    """Every town with its cluster, and the schedule; without a tree the first alone."""
    found = sheets(towns({"count": 3}))
    rows = found["城镇-聚类"][3:]
    assert [row[3] for row in rows] == [1, 1, 2, 2, 2, 3, 3]
    merged = found["城镇-聚集过程"][3:]
    assert [row[7] for row in merged] == [6, 5, 4, 3, 2, 1]
    assert "城镇-聚集过程" not in sheets(towns({"method": "k_means", "count": 3}))


def test_tables_hold_every_cluster_and_all_towns(towns: Towns) -> None:
    """The last row is that of all; the number taken is marked."""
    result = towns({"count": 3})
    table = made(result, "table", "clusters")
    assert [row[1] for row in table.data.rows] == [2.0, 3.0, 2.0, 7.0]
    assert table.data.rows[-1][0].zh == "全部"
    counts = made(result, "table", "cluster_counts")
    assert [row[0] for row in counts.data.rows if row[-1].en == "taken"] == [3.0]
    assert "Ward" in table.note.zh
    weighted = made(towns({"method": "k_means", "weighted": True}), "table", "clusters")
    assert "K-means clustering" in weighted.note.en
    assert "按有效权重计" in weighted.note.zh


@pytest.mark.parametrize("linkage", ["ward", "centroid", "single"])
@pytest.mark.parametrize("count", [1, 3, 7])
def test_the_tree_is_drawn_whatever_the_cut(linkage: str, count: int, towns: Towns) -> None:
    """With one cluster, three, and every town alone; the title says how many."""
    figure = made(towns({"linkage": linkage, "count": count}), "figure", "dendrogram")
    assert f"分为 {count} 类" in figure.title.zh
    assert len(figure.data.rows) == 7
    for language in ("zh", "en"):
        assert svg(figure.spec, language, name="d").startswith("<svg")


def test_a_large_tree_is_drawn_from_above(towns: Towns) -> None:
    """Three leaves of seven towns: names share a line, and the note says so."""
    figure = made(towns({"count": 2}), "figure", "dendrogram", leaves=3)
    assert "只画出最后 2 次合并" in figure.note.zh
    assert "last 2 merges" in figure.note.en
    drawn = svg(figure.spec, "zh", name="d")
    assert "Ash" in drawn
    assert "、" in drawn


def test_towns_that_are_all_equal_and_a_single_one(towns: Towns, values: np.ndarray) -> None:
    """Equal towns have a tree without heights; one town has none; neither has profiles."""
    equal = towns({}, np.full((4, 4), 3.0))
    assert svg(made(equal, "figure", "dendrogram").spec, "zh", name="d").startswith("<svg")
    assert made(equal, "figure", "cluster_profiles") is None
    assert said(equal, "en")[0] == "All 4 towns form one cluster."
    alone = towns({}, values[:1], normalise="none")
    assert made(alone, "figure", "dendrogram") is None
    assert made(alone, "table", "clusters") is not None
    assert made(alone, "table", "cluster_counts") is None


def test_profiles_stand_in_deviations_from_all_towns(towns: Towns) -> None:
    """The data hold the means; the text alternative the highest and the lowest."""
    figure = made(towns({"method": "k_medoids", "count": 3}), "figure", "cluster_profiles")
    assert len(figure.data.rows) == 4
    assert len(figure.data.columns) == 1 + 3 + 1
    assert "最高" in figure.alternative.zh
    assert "highest in" in figure.alternative.en


def test_more_leaves_than_a_page_holds_are_not_drawn(towns: Towns) -> None:
    """A chain joined one by one is as deep as it is long; its upper part is drawn."""
    values = np.cumsum(np.arange(430.0))[:, None] * np.ones(4)
    result = towns({"linkage": "single", "count": 2}, values)
    figure = made(result, "figure", "dendrogram", leaves=10_000)
    assert "只画出最后 399 次合并" in figure.note.zh
    assert len(figure.data.rows) == 430
    assert svg(figure.spec, "zh", name="d").startswith("<svg")
