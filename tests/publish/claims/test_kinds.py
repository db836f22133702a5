"""Each kind of claim on five towns: what it says when it is true, and that it says nothing else otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zhishu.publish.claims import find_claims
from zhishu.publish.claims.certainty import order_of

if TYPE_CHECKING:
    from collections.abc import Callable

COAST = {"Sea": ["Ash", "Birch"], "Land": ["Cedar", "Dale"], "Isle": ["Elm"]}


def said(findings: Any, kind: str, language: str = "en", **options: Any) -> list[str]:
    """Return the sentences of a kind at the level of towns."""
    claims = find_claims(findings, [{"kind": kind, "level": "town", **options}])
    return [claim.said.plain(language) for claim in claims]


def test_seats(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """Groups are counted in the top; the one without a seat is named last, in both languages."""
    claim = one(small(five, groups=COAST), "seats", grouping="coast", top=3)
    assert (claim.values["Sea"], claim.values["Land"], claim.values["Isle"]) == (2, 1, 0)
    assert claim.said.plain("zh") == "总指数前 3 位的城镇中，Sea 2 个，Land 1 个（Cedar），Isle没有入围。"
    assert claim.said.plain("en") == (
        "Among the top 3 towns of the overall index, Sea holds 2 seats and Land 1 (Cedar); Isle holds none."
    )


def test_seats_with_ties(small: Callable[..., Any], one: Callable[..., Any]) -> None:
    """Regions that share the last place all count, and the sentence says how many there are."""
    rows = {"Ash": (9, 9, 9, 9), "Birch": (5, 5, 5, 5), "Cedar": (5, 5, 5, 5), "Dale": (0, 0, 0, 0)}
    claim = one(
        small(rows, groups={"Sea": ["Ash"], "Land": ["Birch", "Cedar", "Dale"]}),
        "seats",
        grouping="coast",
        top=2,
    )
    assert claim.values["there"] == 3
    assert "含并列共 3 个" in claim.said.plain("zh")


def test_group_named_like_a_word_of_ours(
    small: Callable[..., Any], five: Any, one: Callable[..., Any]
) -> None:
    """A group called "top" does not take the place of the number of seats looked at."""
    groups = {"top": ["Ash"], "le{v}el": ["Birch", "Cedar", "Dale", "Elm"]}
    claim = one(small(five, groups=groups), "seats", grouping="coast", top=3)
    assert claim.values["top"] == 3
    assert claim.said.plain("en").startswith(
        "Among the top 3 towns of the overall index, le{v}el holds 2 seats"
    )


def test_leader_without_draws(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """Without draws the lead is stated and nothing is said of how sure it is."""
    claim = one(small(five), "leader")
    assert claim.values["leader"] == "Ash"
    assert claim.values["verdict"] == "unknown"
    assert "draws" not in claim.said.plain("en")
    assert "难分" not in claim.said.plain("zh")


def test_leader_with_draws(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """With draws the share of them in which the leader is ahead is said, or that it cannot be told."""
    findings = small(five, draws=200)
    sure, unsure = one(findings, "leader", sure=0.0), one(findings, "leader", sure=1.1)
    assert sure.values["verdict"] == "ahead"
    assert "% of the draws" in sure.said.plain("en")
    assert unsure.said.plain("en").endswith("but the two cannot be told apart.")
    assert unsure.said.plain("zh").endswith("但两者难分先后。")


def test_leader_that_is_tied(small: Callable[..., Any], one: Callable[..., Any]) -> None:
    """Regions of one first rank are named together."""
    rows = {"Ash": (9, 9, 9, 9), "Birch": (9, 9, 9, 9), "Cedar": (0, 0, 0, 0)}
    assert one(small(rows), "leader").said.plain("zh") == "总指数方面，Ash、Birch并列城镇首位，得 100.0 分。"


def test_leaders(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """The leader in total and the leaders of the dimensions are told apart."""
    claim = one(small(five), "leaders")
    assert claim.values["first in size"] == ("Ash",)
    assert claim.values["first in skill"] == ("Cedar",)
    assert claim.said.plain("zh") == "Ash总指数居城镇首位，规模也居首位；能力居首位的是Cedar。"


def test_leader_of_everything(small: Callable[..., Any], one: Callable[..., Any]) -> None:
    """One region that leads everywhere is said to do so."""
    rows = {"Ash": (9, 9, 9, 9), "Birch": (1, 1, 1, 1)}
    assert (
        one(small(rows), "leaders").said.plain("en")
        == "Ash leads the towns in the overall index and in all 2 dimensions."
    )


def test_shared_leaders(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """The top is counted in each dimension."""
    claim = one(small(five), "shared_leaders", top=2)
    assert claim.values["leaders"] == ("Ash", "Birch")
    assert claim.values["in size"] == 2
    assert claim.values["in skill"] == 1
    assert claim.values["who in skill"] == ("Ash",)


def test_standouts(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """A rank far above the total is a claim; a smaller distance does not hold, and says why."""
    findings = small(five)
    near = one(findings, "standouts", region="Cedar", node="skill", by=3)
    assert not near.holds
    assert near.why.en == "2 places apart, fewer than 3"
    assert one(findings, "standouts", region="Cedar", node="skill", by=2).said.plain("zh") == (
        "Cedar的能力列第 1 位，比总名次（第 3 位）靠前 2 位。"
    )
    assert said(findings, "standouts", by=3) == []


def test_standout_whose_intervals_overlap(
    small: Callable[..., Any], five: Any, one: Callable[..., Any]
) -> None:
    """With draws a distance whose two intervals overlap is said to be uncertain."""
    findings = small(five, draws=200)
    interval, at = findings.level("town").interval, findings.level("town").column("skill")
    claim = one(findings, "standouts", region="Cedar", node="skill", by=1)
    overlap = interval.high[2, at] >= interval.low[2, 0] and interval.high[2, 0] >= interval.low[2, at]
    assert claim.values["intervals"] == ("overlapping" if overlap else "apart")
    assert ("重叠" in claim.said.plain("zh")) == overlap


def test_balance(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """The closest and the widest ranks over the dimensions are found."""
    claim = one(small(five), "balance", top=5)
    assert set(claim.values["even"]) == {"Dale", "Elm"}
    assert claim.values["least"] == 0
    assert said(small({"Ash": (9, 9, 9, 9), "Birch": (1, 1, 1, 1)}), "balance") == []


def test_agreement(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """Spearman's coefficient is that of the ranks, and the top that both share is counted."""
    findings = small(five)
    ranks = findings.level("town").ranks
    claim = one(findings, "agreement", node="size", top=2)
    expected = np.corrcoef(ranks[:, 0], ranks[:, findings.level("town").column("size")])[0, 1]
    assert claim.values["correlation"] == pytest.approx(expected)
    assert claim.values["shared"] == 2


def test_tiers(small: Callable[..., Any], five: Any) -> None:
    """Members and scores of a tier are said; whoever is below the last cut is in none."""
    findings = small(five, cuts=(1, 3))
    assert [
        claim.values["number"] for claim in find_claims(findings, [{"kind": "tiers", "level": "town"}])
    ] == [1, 2]
    assert said(findings, "tiers", "zh", tier=1)[0].startswith("第一梯队只有Ash一个，得 ")
    assert said(small(five), "tiers") == []


def test_tier_gaps(small: Callable[..., Any], five: Any) -> None:
    """The gap is the difference of the scores on both sides of the border."""
    findings = small(five, cuts=(1, 3))
    scores = sorted(findings.level("town").scores[:, 0], reverse=True)
    first, second = find_claims(findings, [{"kind": "tier_gaps", "level": "town"}])
    assert first.values["gap"] == pytest.approx(scores[0] - scores[1])
    assert second.values["gap"] == pytest.approx(scores[2] - scores[3])
    assert "Other" not in second.said.plain("en")


def test_comparison(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """The better placed is named first; what is not sure is not claimed."""
    plain = one(small(five), "comparison", regions=["Elm", "Ash"])
    assert (plain.values["one"], plain.values["verdict"]) == ("Ash", "unknown")
    assert plain.said.plain("en").startswith("In the overall index, Ash is ranked before Elm")
    drawn = one(small(five, draws=200), "comparison", regions=["Elm", "Ash"])
    assert drawn.values["probability"] == 100
    assert "Ash领先于Elm（概率 100%）" in drawn.said.plain("zh")


def test_comparison_at_a_dimension(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """At a dimension the share of draws decides as well, and where pairs were not counted the intervals do."""
    findings = small(five, draws=200)
    level = findings.level("town")
    claim = one(findings, "comparison", regions=["Birch", "Ash"], node="skill")
    share = level.ahead_at("skill")[0, 1]
    assert claim.values["probability"] == pytest.approx(share * 100)
    assert claim.values["verdict"] == ("ahead" if share >= 0.9 else "alike")
    interval, at = level.interval, level.column("firms")
    order = order_of(level, 0, 1, node="firms")
    assert order.probability is None
    assert order.verdict == ("unknown" if np.isnan(interval.low[0, at]) else "ahead")


def test_neighbours(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """Pairs are counted by the share of draws; without draws nothing is said."""
    findings = small(five, draws=200)
    ahead, order = findings.level("town").ahead, findings.level("town").order
    apart = sum(ahead[order[at], order[at + 1]] >= 0.9 for at in range(4))
    claim = one(findings, "neighbours", top=5)
    assert (claim.values["pairs"], claim.values["apart"]) == (4, apart)
    assert said(small(five), "neighbours") == []
    assert said(findings, "neighbours", top=5, sure=1.1)[0].startswith("No pair of neighbours")
    assert said(findings, "neighbours", top=5, sure=0.0)[0].startswith("All 4 pairs")


def test_certainty(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """Those whose interval is a single rank are named, and the widest interval."""
    findings = small(five, draws=200)
    interval = findings.level("town").interval
    fixed = int((interval.low[:, 0] == interval.high[:, 0]).sum())
    claim = one(findings, "certainty", top=5)
    assert claim.values["sure"] == fixed
    assert claim.values["width"] == (interval.high - interval.low)[:, 0].max() + 1
    assert said(small(five), "certainty") == []


def test_ties(small: Callable[..., Any], five: Any) -> None:
    """Regions of the same rank are named; without any nothing is said."""
    assert said(small(five), "ties", "zh", node="schools") == ["学校数方面，Ash、Birch并列第 2 位。"]
    assert said(small(five), "ties") == []


def test_top_list(small: Callable[..., Any], five: Any) -> None:
    """Values stand beside the names, equal ones together, regions with 0 never."""
    findings = small(five)
    assert said(findings, "top_list", measure="firms", top=2) == [
        "Ash (100 firms) leads in firms, followed by Birch (80 firms)."
    ]
    assert said(findings, "top_list", "zh", measure="schools", top=2) == [
        "学校数以Cedar（10 所）最多，其后为Ash与Birch（均为 8 所）。"
    ]
    assert "Elm" not in said(findings, "top_list", measure="patents", top=5)[0]


def test_coverage(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """Regions above 0 are counted; a share below the threshold does not hold."""
    findings = small(five)
    claim = one(findings, "coverage", measure="patents")
    assert (claim.values["covered"], claim.values["whole"], claim.values["share"]) == (4, 5, 80.0)
    assert claim.said.plain("zh") == "专利数：5 个城镇中有 4 个已有，占 80.0%。"
    assert not one(findings, "coverage", measure="patents", at_least=0.9).holds
    assert one(findings, "coverage", measure="firms").said.plain("en") == "All 5 towns have firms."


def test_in_range(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """Both ends belong to the range; nobody in it is said as well."""
    findings = small(five)
    assert one(findings, "in_range", measure="firms", low=20, high=80).values["regions"] == (
        "Birch",
        "Cedar",
        "Dale",
    )
    assert said(findings, "in_range", "zh", measure="firms", low=500) == [
        "没有一个城镇的企业数不少于 500 家。"
    ]


def test_median(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """Median, multiple and mean are those of the values."""
    claim = one(small(five), "median", measure="firms")
    assert (claim.values["median"], claim.values["above"]) == (60, 3)
    assert claim.values["times"] == pytest.approx(100 / 60)


def test_concentration(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """CR_k and HHI are those of the shares; a share below the threshold does not hold."""
    findings = small(five)
    claim = one(findings, "concentration", measure="firms", top=2)
    firms = np.array([100, 80, 60, 20, 5])
    assert claim.values["share"] == pytest.approx(180 / 265 * 100)
    assert claim.values["hhi"] == pytest.approx(((firms / 265 * 100) ** 2).sum())
    assert not one(findings, "concentration", measure="firms", top=2, at_least=0.9).holds


def test_share_and_total(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """A share is of the whole level, and the total is the sum."""
    findings = small(five)
    assert one(findings, "share", measure="firms", regions=["Elm", "Dale"]).values["share"] == pytest.approx(
        25 / 265 * 100
    )
    assert said(findings, "share", measure="firms", regions=["Elm"])[0].startswith(
        "Firms: Elm has 5 firms, 1.9%"
    )
    assert one(findings, "total", measure="firms").values["sum"] == 265


def test_whole_that_is_nothing(small: Callable[..., Any]) -> None:
    """Nothing has shares where the whole is 0 or a value is negative."""
    none = small({"Ash": (0, 1, 1, 1), "Birch": (0, 2, 2, 2)})
    for kind, more in (
        ("concentration", {}),
        ("share", {"regions": ["Ash"]}),
        ("top_list", {}),
        ("median", {}),
    ):
        assert said(none, kind, measure="firms", **more) == []
    below = small({"Ash": (-4, 1, 1, 1), "Birch": (5, 2, 2, 2)})
    assert said(below, "concentration", measure="firms") == []


def test_group_totals(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """Groups stand in the order of their sums, with shares of all groups."""
    claim = one(small(five, groups=COAST), "group_totals", grouping="coast", measure="firms")
    assert claim.values["leading group"] == "Sea"
    assert claim.values["Land"] == pytest.approx(80 / 265 * 100)


def test_polarisation(small: Callable[..., Any], five: Any) -> None:
    """The coefficient of variation and the ratio are those of the scores; a group of one is left out."""
    findings = small(five, groups=COAST)
    scores = findings.level("town").scores[:, 0]
    claims = find_claims(findings, [{"kind": "polarisation", "level": "town", "grouping": "coast"}])
    assert [claim.values["group"] for claim in claims] == ["Sea", "Land"]
    assert claims[1].values["variation"] == pytest.approx(np.std(scores[2:4]) / np.mean(scores[2:4]))
    assert claims[1].values["ratio"] == pytest.approx(scores[2] / scores[3])
    assert "single pole: Cedar" in claims[1].said.plain("en")
    assert "no single pole" in claims[0].said.plain("en")


def test_group_order(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """Groups stand in the published order at a node."""
    claim = one(small(five, groups=COAST), "group_order", grouping="coast", node="skill")
    assert claim.values["order"] == ("Sea", "Land", "Isle")
    assert claim.values["statistic"] == "mean"


def test_changes(small: Callable[..., Any], five: Any, one: Callable[..., Any]) -> None:
    """With two years the regions that moved are named; with one nothing is said."""
    before = {**five, "Dale": (99, 95, 10, 10), "Ash": (20, 10, 1, 2)}
    findings = small({2023: before, 2024: five})
    rose, fell = one(findings, "changes"), one(findings, "changes", direction="fell")
    ranks = findings.level("town").found.ranks[:, :, 0]
    assert (
        rose.values["Ash"]
        == ranks[0, findings.level("town").row("Ash")] - ranks[1, findings.level("town").row("Ash")]
    )
    assert "Dale" in fell.values["regions"]
    assert rose.said.plain("zh").startswith("2024 年与 2023 年相比，总指数名次上升最多的城镇是Ash（")
    assert said(small(five), "changes") == []


def test_changes_with_draws(small: Callable[..., Any], five: Any) -> None:
    """With draws only changes that enough of them share are written."""
    before = {**five, "Dale": (99, 95, 10, 10), "Ash": (20, 10, 1, 2)}
    findings = small({2023: before, 2024: five}, draws=100)
    assert "throughout the draws" in said(findings, "changes")[0]
    assert said(findings, "changes", sure=1.1) == []


def test_advice(small: Callable[..., Any], five: Any) -> None:
    """A region's option names the largest obstacle and its weakest dimension, each with its proof."""
    findings = small(five)
    obstacle, weak = find_claims(
        findings, [{"kind": "advice", "level": "town", "region": "Birch", "most": 4}]
    )
    assert obstacle.values["share"] == pytest.approx(100)
    assert obstacle.evidence[0].data.rows[0][2] * 100 == pytest.approx(obstacle.values["degree 1"])
    assert weak.values["dimension"] in {"size", "skill"}


def test_advice_for_groups_and_all(small: Callable[..., Any], five: Any) -> None:
    """Each group gets an option; the whole gets one on indicators and one on the lowest dimension."""
    findings = small(five, groups=COAST)
    assert len(said(findings, "advice", grouping="coast")) == 3
    assert len(said(findings, "advice", grouping="coast", group="Sea")) == 1
    _, lowest = find_claims(findings, [{"kind": "advice", "level": "town"}])
    means = {
        node: findings.level("town").scores[:, findings.level("town").column(node)].mean()
        for node in ("size", "skill")
    }
    assert lowest.values["dimension"] == min(means, key=means.__getitem__)


def test_best_in_everything_needs_no_advice(small: Callable[..., Any]) -> None:
    """Whoever is the best in everything has no obstacle and no weak dimension."""
    rows = {"Ash": (9, 9, 9, 9), "Birch": (1, 1, 1, 1), "Cedar": (2, 2, 2, 2)}
    assert said(small(rows), "advice", region="Ash") == []
