"""Weightings from orders: chains of neighbours with ratios, and ranks alone."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.findings import Weighed, weighting_findings
from zhishu.weigh.judged.orders import VARIANTS, order_relation, rank_order

X = np.zeros((2, 5, 3))
IDS = ("a", "b", "c")
ONE_ORDER = {"b / a": {"Li": 1.2, "Wu": 1.4}, "a / c": {"Li": 1.6, "Wu": 1.0}}


def test_neighbours_stand_in_the_ratio_that_was_given() -> None:
    """The same for every draw, sum 1."""
    found = order_relation(X, IDS, ratios={"b / a": {"Li": 1.2}, "a / c": {"Li": "8/5"}})
    assert found.shape == (2, 3)
    assert (found[0] == found[1]).all()
    a, b, c = found[0]
    assert (a + b + c, b / a, a / c) == pytest.approx((1, 1.2, 1.6))


def test_pairs_may_stand_in_any_row_and_either_way_round() -> None:
    """A ratio below 1 is that of the pair turned round."""
    found = order_relation(X, IDS, ratios={"a / c": {"Li": 1.6}, "a / b": {"Li": "5/6"}})
    assert found[0] == pytest.approx(
        order_relation(X, IDS, ratios={"b / a": {"Li": 1.2}, "a / c": {"Li": 1.6}})[0]
    )


def test_experts_may_have_orders_of_their_own() -> None:
    """The mean of their weights."""
    table = {"a / b": {"Li": 2}, "b / c": {"Li": 1, "Wu": 2}, "c / a": {"Wu": 1}}
    assert order_relation(X, IDS, ratios=table)[0] == pytest.approx([0.375, 0.375, 0.25])


def test_the_mean_of_ratios_asks_for_one_order() -> None:
    """Weights of (1.3, 1.3); two orders have no mean."""
    found = order_relation(X, IDS, ratios=ONE_ORDER, average="ratios")[0]
    assert found == pytest.approx(np.array([1.3, 1.69, 1.0]) / 3.99)
    with pytest.raises(MethodError, match="different orders") as error:
        order_relation(
            X,
            IDS,
            ratios={"a / b": {"Li": 1.2, "Wu": "1/2"}, "b / c": {"Li": 1.2}, "a / c": {"Wu": 1.2}},
            average="ratios",
        )
    assert "Wu: b > a > c" in str(error.value.seen)


def test_a_table_of_ratios_serves_several_groups() -> None:
    """What hangs on no member is left aside; an id that is left out does not break the chain."""
    table = {**ONE_ORDER, "x / y": {"Zhao": 3}}
    assert order_relation(X, IDS, ratios=table)[0] == pytest.approx(
        order_relation(X, IDS, ratios=ONE_ORDER)[0]
    )
    assert order_relation(X[..., :2], ("y", "x"), ratios=table)[0] == pytest.approx([0.25, 0.75])
    without = order_relation(X[..., :2], ("b", "c"), ratios={"b / a": {"Li": 2}, "a / c": {"Li": 1.5}})
    assert without[0] == pytest.approx([0.75, 0.25])
    assert order_relation(X[..., :1], ("a",), ratios=ONE_ORDER)[0].tolist() == [1]


@pytest.mark.parametrize(
    ("table", "match", "seen"),
    [
        ({}, "option 'ratios' is missing", "nothing"),
        ({"x / y": {"Li": 1.2}}, "nothing about this group", "x / y"),
        ({"a / b": {"Li": 1.2}}, "no chain", "'c' in no pair"),
        ({"a / b": {"Li": 1.2}, "b / c": {"Li": 1}, "a / c": {"Li": 1.2}}, "no chain", "a circle"),
        ({"a / b": {"Li": 1}, "a / c": {"Li": 1}, "a / d": {"Li": 1}}, "no chain", "'a' beside b, c, d"),
        ({"a / b": {"Li": 1.2}, "c / b": {"Li": 1.4}}, "down and up", "1.2"),
        ({"a / b": {"Li": 0}, "b / c": {"Li": 1}}, "cannot be used", "0"),
        ({"a": {"Li": 1.2}}, "cannot be used", "1.2"),
    ],
)
def test_pairs_that_are_no_order_are_an_error(
    table: dict[str, dict[str, float]], match: str, seen: str
) -> None:
    """What is missing, crossed or turned round is named."""
    with pytest.raises(MethodError, match=match) as error:
        order_relation(X, IDS, ratios=table)
    assert seen in str(error.value.seen)


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("centroid", [11 / 18, 5 / 18, 2 / 18]),
        ("sum", [3 / 6, 2 / 6, 1 / 6]),
        ("reciprocal", [6 / 11, 3 / 11, 2 / 11]),
        ("binomial", [1 / 2, 1 / 4, 1 / 4]),
    ],
)
def test_ranks_alone_give_weights(variant: str, expected: list[float]) -> None:
    """By place; only the order of the numbers counts."""
    for ranks in ((1, 2, 3), (1, 5, 9)):
        table = {"Li": dict(zip(IDS, ranks, strict=True))}
        assert rank_order(X, IDS, rankings=table, variant=variant)[0] == pytest.approx(expected)


@pytest.mark.parametrize("variant", VARIANTS)
def test_equal_ranks_share_their_places(variant: str) -> None:
    """As the mean of the two orders that tell them apart; all equal weigh the same."""
    tied = rank_order(X, IDS, rankings={"Li": {"a": 1, "b": 1, "c": 2}}, variant=variant)
    two = {"Li": {"a": 1, "b": 2, "c": 3}, "Wu": {"a": 2, "b": 1, "c": 3}}
    assert tied == pytest.approx(rank_order(X, IDS, rankings=two, variant=variant))
    level = rank_order(X, IDS, rankings={"Li": dict.fromkeys(IDS, 4)}, variant=variant)
    assert level[0] == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("columns", [1, 2, 5, 8, 1500])
def test_binomial_weights_fall_by_pairs_of_places(columns: int) -> None:
    """From the middle of the row outwards; so many columns that the coefficients are beyond any float, too."""
    names = tuple(str(place) for place in range(columns))
    ranks = {"Li": {name: float(place) for place, name in enumerate(names)}}
    found = rank_order(np.zeros((2, columns)), names, rankings=ranks, variant="binomial")
    assert found.sum() == pytest.approx(1)
    assert (np.diff(found) <= 1e-15).all()
    pairs = found[columns % 2 :].reshape(-1, 2)
    assert pairs[:, 0] == pytest.approx(pairs[:, 1], abs=1e-15)


def test_the_centroid_is_the_mean_of_the_corners() -> None:
    """Of all weights in that order: the corners are equal weights of the first 1, 2, … columns."""
    for order in permutations(range(4)):
        ranks = {"Li": {str(name): place for place, name in enumerate(order)}}
        corners = [np.isin(range(4), order[: size + 1]) / (size + 1) for size in range(4)]
        found = rank_order(np.zeros((2, 4)), tuple("0123"), rankings=ranks)
        assert found == pytest.approx(np.mean(corners, axis=0))


def test_a_ranking_lacks_no_member() -> None:
    """The cell that is missing is named."""
    with pytest.raises(MethodError, match="rankings lack"):
        rank_order(X, IDS, rankings={"Li": {"a": 1, "b": 2}})


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("order_relation", {"ratios": ONE_ORDER}),
        (
            "rank_order",
            {"rankings": {"Li": {"a": 2, "b": 1, "c": 3}, "Wu": {"a": 2, "b": 1, "c": 3}}, "variant": "sum"},
        ),
    ],
)
def test_the_spread_of_the_experts_is_told(method: str, options: dict[str, object]) -> None:
    """Of every column's weight, and Kendall's W: these experts rank nearly alike."""
    findings = list(weighting_findings(method, Weighed(X[0], IDS, np.full(3, np.nan), options)))
    assert {finding.measure for finding in findings if finding.about == "b"} == {
        f"share_{name}" for name in ("mean", "median", "deviation", "smallest", "largest")
    }
    assert findings[-1].measure == "concordance"
    assert findings[-1].value > 0.8
