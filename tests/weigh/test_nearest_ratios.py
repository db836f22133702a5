"""Priorities by least squares and its relatives: what they have in common, and where they part."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.findings import Weighed, weighting_findings
from zhishu.weigh.judged.hierarchy import ahp
from zhishu.weigh.judged.nearest_ratios import least_squares_priorities
from zhishu.weigh.judged.network import anp
from zhishu.weigh.judged.pair_descent import lowest
from zhishu.weigh.judged.priorities import PRIORITIES, consistency

NEAREST = ("least_squares", "weighted_least_squares", "least_deviation", "chi_square")
CIRCLE = {"a": {"b": 5, "c": "1/5"}, "b": {"c": 5}}
SCALE = (1 / 9, 1 / 7, 1 / 5, 1 / 3, 1.0, 3.0, 5.0, 7.0, 9.0)
X = np.zeros((2, 5, 3))
IDS = ("a", "b", "c")


def reciprocal(seed: int, columns: int, scale: tuple[float, ...] = SCALE) -> np.ndarray:
    """Return random comparisons, (columns, columns)."""
    above = np.triu(np.random.default_rng(seed).choice(scale, (columns, columns)), 1)
    return above + np.tril(1 / np.where(above > 0, above, 1).T, -1) + np.eye(columns)


@pytest.mark.parametrize("priority", PRIORITIES)
@pytest.mark.parametrize("columns", [1, 2, 3, 8])
def test_consistent_comparisons_are_given_back(priority: str, columns: int) -> None:
    """Whatever the weights; so are one column and two, which cannot contradict each other."""
    weights = np.random.default_rng(columns).uniform(0.01, 1.0, (3, columns))
    weights /= weights.sum(axis=1, keepdims=True)
    found = PRIORITIES[priority](weights[:, :, None] / weights[:, None, :])
    assert found == pytest.approx(weights, rel=1e-13)


@pytest.mark.parametrize("priority", PRIORITIES)
def test_several_matrices_are_each_one_alone(priority: str) -> None:
    """And columns in another order keep their priorities, all above 0, summing to 1."""
    matrices = np.array([reciprocal(seed, 4, (1 / 3, 1 / 2, 1.0, 2.0, 3.0)) for seed in range(4)])
    found = PRIORITIES[priority](matrices)
    assert found.shape == (4, 4)
    assert (found > 0).all()
    assert found.sum(axis=1) == pytest.approx(np.ones(4), rel=1e-14)
    for matrix, one in zip(matrices, found, strict=True):
        assert PRIORITIES[priority](matrix) == pytest.approx(one, rel=1e-13)
        for order in permutations(range(4)):
            turned = PRIORITIES[priority](matrix[np.ix_(order, order)])
            assert turned == pytest.approx(one[list(order)], rel=1e-9)


@pytest.mark.parametrize("priority", NEAREST)
@pytest.mark.parametrize("seed", range(5))
def test_who_says_the_opposite_of_everything_turns_weights_round(priority: str, seed: int) -> None:
    """All ratios turn round but those of weighted least squares, which looks at the columns that weigh most."""
    matrix = reciprocal(seed, 4)
    found, turned = PRIORITIES[priority](matrix), 1.0 / PRIORITIES[priority](matrix.T)
    same = np.allclose(turned / turned.sum(), found, rtol=1e-9)
    assert same == (priority != "weighted_least_squares")


def test_least_deviation_balances_what_is_said_too_much_and_too_little() -> None:
    """Σ_j a_ij w_j / w_i = Σ_j a_ji w_i / w_j for every column."""
    matrix = reciprocal(7, 6)
    weights = PRIORITIES["least_deviation"](matrix)
    scaled = matrix * weights / weights[:, None]
    assert scaled.sum(axis=1) == pytest.approx(scaled.sum(axis=0), rel=1e-12)


def test_comparisons_up_to_a_third_and_3_33_have_one_least_square() -> None:
    """The curvature of (a - e^d)² + (1/a - e^-d)² is 0 or more for a up to 3.3302, and not beyond."""
    apart = np.linspace(-6, 6, 24001)

    def curvature(a: float) -> float:
        up, down = np.exp(apart), np.exp(-apart)
        return float((4 * up**2 - 2 * a * up + 4 * down**2 - 2 / a * down).min())

    assert curvature(3.33) > 0 > curvature(3.331)
    assert curvature(1 / 3.33) > 0 > curvature(1 / 3.331)


def test_a_circle_has_several_least_squares() -> None:
    """Five times in each of a ring of three: no column is before another, and none is chosen."""
    with pytest.raises(MethodError, match="several weights equally good") as error:
        ahp(X, IDS, comparisons=CIRCLE, priority="least_squares", limit=None)
    assert " or " in str(error.value.seen)
    for priority in NEAREST[1:]:
        found = ahp(X, IDS, comparisons=CIRCLE, priority=priority, limit=None)
        assert found[0] == pytest.approx([1 / 3] * 3, rel=1e-12)


def test_accepted_comparisons_of_three_have_one_least_square_each() -> None:
    """Every matrix on the scale of 1 to 9 with a consistency ratio up to 0.1: all descents end alike."""
    scale = np.array([*(1.0 / np.arange(9, 1, -1)), *np.arange(1.0, 10.0)])
    above = np.stack(np.meshgrid(scale, scale, scale, indexing="ij"), axis=-1).reshape(-1, 3)
    matrices = np.ones((len(above), 3, 3))
    matrices[:, [0, 0, 1], [1, 2, 2]] = above
    matrices[:, [1, 2, 2], [0, 0, 1]] = 1.0 / above
    accepted = matrices[consistency(matrices).ratio <= 0.1]
    found = least_squares_priorities(accepted)
    assert len(accepted) == 1087
    starts = np.log(np.swapaxes(accepted, 1, 2)).reshape(-1, 3)
    ends, _ = lowest(squared, np.repeat(accepted, 3, axis=0), starts - starts.mean(axis=1, keepdims=True))
    shares = np.exp(ends) / np.exp(ends).sum(axis=1, keepdims=True)
    assert shares == pytest.approx(np.repeat(found, 3, axis=0), rel=1e-8)


@pytest.mark.parametrize("seed", range(8))
def test_no_other_start_ends_lower(seed: int) -> None:
    """Fifty random starts for comparisons that contradict themselves as they please."""
    matrix = reciprocal(seed + 50, 3 + seed % 4)
    found = least_squares_priorities(matrix)
    least = ((matrix - found[:, None] / found) ** 2).sum()
    starts = np.random.default_rng(seed).normal(scale=2.0, size=(50, len(matrix)))
    _, values = lowest(squared, np.broadcast_to(matrix, (50, *matrix.shape)), starts)
    assert least <= values.min() * (1 + 1e-9)


def squared(cells: np.ndarray, differences: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (a - e^d)² and its derivatives, written out once more."""
    ratios = np.exp(differences)
    return (cells - ratios) ** 2, 2 * ratios**2 - 2 * cells * ratios, 4 * ratios**2 - 2 * cells * ratios


def test_nearly_a_circle_has_one_least_square() -> None:
    """Where one comparison says a little more, the lowest of the three minima is taken."""
    table = {"a": {"b": 5, "c": "1/5"}, "b": {"c": 5.2}}
    found = ahp(X, IDS, comparisons=table, priority="least_squares", limit=None)[0]
    ratios = found[:, None] / found
    matrix = np.array([[1, 5, 1 / 5], [1 / 5, 1, 5.2], [5, 1 / 5.2, 1]])
    for order in permutations(found):
        others = np.array(order)[:, None] / np.array(order)
        assert ((matrix - ratios) ** 2).sum() <= ((matrix - others) ** 2).sum()


def test_least_squares_follows_the_large_comparisons() -> None:
    """As squares of what is large are large: nearer to 9 than the geometric mean."""
    matrix = np.array([[1, 9, 2], [1 / 9, 1, 2], [1 / 2, 1 / 2, 1]])
    squares, means = least_squares_priorities(matrix), PRIORITIES["geometric_mean"](matrix)
    assert abs(squares[0] / squares[1] - 9) < abs(means[0] / means[1] - 9)


@pytest.mark.parametrize("priority", NEAREST)
def test_experts_are_joined_either_way(priority: str) -> None:
    """Consistent experts' priorities are theirs, joined by geometric means."""
    table = {
        "a / b": {"Li": 2, "Wu": 4},
        "c / a": {"Li": "1/4", "Wu": "1/8"},
        "b/c": {"Li": 2, "Wu": 2},
    }
    means = np.array([(4 / 7 * 8 / 11) ** 0.5, (2 / 7 * 2 / 11) ** 0.5, (1 / 7 * 1 / 11) ** 0.5])
    for aggregate in ("judgments", "priorities"):
        found = ahp(X, IDS, comparisons=table, priority=priority, aggregate=aggregate)
        assert found.shape == (2, 3)
        assert found[0] == pytest.approx(means / means.sum(), rel=1e-12)


@pytest.mark.parametrize("priority", PRIORITIES)
def test_consistency_is_that_of_the_comparisons_whichever_priority(priority: str) -> None:
    """Largest eigenvalue, CI and CR are told, and the limit holds, as with the eigenvector."""
    table = {"a": {"b": 3, "c": 2}, "b": {"c": 2}}
    matrix = np.array([[1, 3, 2], [1 / 3, 1, 2], [1 / 2, 1 / 2, 1]])
    expected = consistency(matrix)
    group = Weighed(X[0], IDS, np.ones(3), {"comparisons": table, "priority": priority})
    told = {found.measure: found.value for found in weighting_findings("ahp", group)}
    assert told == {
        "largest_eigenvalue": pytest.approx(float(expected.largest_eigenvalue)),
        "consistency_index": pytest.approx((float(expected.largest_eigenvalue) - 3) / 2),
        "consistency_ratio": pytest.approx((float(expected.largest_eigenvalue) - 3) / 2 / 0.58),
    }
    with pytest.raises(MethodError, match="contradict themselves"):
        ahp(X, IDS, comparisons=table, priority=priority)


@pytest.mark.parametrize("priority", PRIORITIES)
def test_the_comparisons_of_a_network_become_priorities_the_same_way(priority: str) -> None:
    """All depends on the three of which d is influenced, so the weights are their priorities."""
    ids = (*IDS, "d")
    table = {"a / b": {"d": 3}, "a / c": {"d": 2}, "b / c": {"d": 2}}
    table |= {f"{name} / {name}": {name: 1} for name in IDS}
    found = anp(np.zeros((2, 4)), ids, influences=table, priority=priority, limit=None)
    alone = ahp(X[0], IDS, comparisons={"a": {"b": 3, "c": 2}, "b": {"c": 2}}, priority=priority, limit=None)
    assert found[:3] - (1 / 4) == pytest.approx(alone / 4, rel=1e-9)
