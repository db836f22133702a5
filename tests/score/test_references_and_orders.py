"""The reference ideal method, relative value distances, and the two orders of ELECTRE II."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.outranking.electre2 import classes, electre2, outrankings
from zhishu.score.aggregators.references.given import relative_value_distance, rim

X = np.random.default_rng(4).random((9, 4))
W = np.array([0.4, 0.3, 0.2, 0.1])


def test_rim_runs_from_nothing_to_the_ideal() -> None:
    """Regions are not compared: one alone has its score; a gap shares its weight out."""
    found = rim(np.array([[1.0] * 4, [0.0] * 4, [0.5] * 4]), W)
    assert found.tolist() == [1.0, 0.0, 0.5]
    assert rim(X[:1], W)[0] == rim(X, W)[0]
    gap = np.array([[0.3, 0.6, np.nan, np.nan]])
    assert rim(gap, W) == pytest.approx(rim(gap[:, :2], W[:2] / 0.7), rel=1e-12)


@pytest.mark.parametrize("value", [-0.1, 1.1])
def test_rim_wants_parts_of_the_way(value: float) -> None:
    """The advice names the normaliser."""
    with pytest.raises(MethodError, match="rim") as error:
        rim(np.full((2, 4), value), W)
    assert "reference_interval" in str(error.value.advice)


def test_losses_count_more_than_gains() -> None:
    """At 0.5, one step up is worth 1 and one down 2.25: 2.25 / 3.25 of the way."""
    x = np.array([[0.0], [0.5], [1.0]])
    assert relative_value_distance(x, np.ones(1)) == pytest.approx([0.0, 2.25 / 3.25, 1.0])
    even = relative_value_distance(x, np.ones(1), reference=0.5, loss=1.0, sensitivity=1.0)
    assert even == pytest.approx([0.0, 0.5, 1.0])


def test_a_reference_may_be_given_for_each_column() -> None:
    """The mean of each column is the default; a list that does not fit is an error."""
    means = X.mean(axis=0).tolist()
    assert np.array_equal(relative_value_distance(X, W), relative_value_distance(X, W, reference=means))
    with pytest.raises(MethodError, match="reference"):
        relative_value_distance(X, W, reference=[0.1])
    with pytest.raises(MethodError, match="missing"):
        relative_value_distance(np.full((2, 4), np.nan), W)
    assert relative_value_distance(np.full((9, 4), 0.3), W).tolist() == [0.5] * 9


def test_classes_are_taken_from_the_top_and_a_circle_shares_one() -> None:
    """A chain, a circle of three below one, and no relation at all."""
    chain = np.array([[0, 1, 1], [0, 0, 1], [0, 0, 0]], dtype=bool)
    assert classes(chain).tolist() == [1, 2, 3]
    circle = np.array([[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0]], dtype=bool)
    assert classes(circle).tolist() == [1, 2, 2, 2]
    nothing = np.zeros((4, 4), dtype=bool)
    assert classes(np.stack([circle, nothing])).tolist() == [[1, 2, 2, 2], [1, 1, 1, 1]]


def test_the_relations_of_electre_2() -> None:
    """Strong and weak exclude each other, and neither holds both ways or of a region with itself."""
    strong, weak = outrankings(X, W, concordance=(0.7, 0.6, 0.5), discordance=(0.6, 0.3))
    assert strong.any()
    assert weak.any()
    assert not (strong & weak).any()
    either = strong | weak
    assert not (either & either.T).any()


def test_a_column_that_weighs_nothing_cannot_object() -> None:
    """Neither by its lag nor by its range."""
    x = np.column_stack([X, 100 * X[:, 0]])
    assert np.array_equal(electre2(x, np.append(W, 0.0)), electre2(X, W))


def test_electre_2_of_what_cannot_be_told_apart() -> None:
    """Equal regions, one region, equal weights against each other: no class below."""
    assert electre2(np.full((4, 4), 0.2), W).tolist() == [0.0] * 4
    assert electre2(X[:1], W).tolist() == [0.0]
    assert electre2(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.5, 0.5])).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    "options",
    [
        {"concordance": (0.5, 0.6, 0.3)},
        {"concordance": (0.5, 0.4)},
        {"discordance": (0.2, 0.3)},
        {"discordance": (1.2, 0.3)},
    ],
)
def test_levels_out_of_order_are_an_error(options: dict) -> None:
    """Neither list may rise, leave [0, 1] or lack a level."""
    with pytest.raises(MethodError, match="ELECTRE II are out of order"):
        electre2(X, W, **options)
