"""Methods that measure from the average, the worst or the best of a column."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.registry import method, resolve
from zhishu.score.aggregators.averages.means import arithmetic
from zhishu.score.aggregators.references.ratios import aras, codas, edas, marcos
from zhishu.score.pipeline import score_panel

X = np.random.default_rng(8).random((9, 4)) + 0.1
W = np.array([0.4, 0.3, 0.2, 0.1])
ALIKE = {edas: 0.5, codas: 0.0, marcos: 2 / 3, aras: 1.0}


@pytest.mark.parametrize("score", ALIKE)
@pytest.mark.parametrize("value", [0.0, 0.3, 7e9])
def test_equal_regions_score_alike(score, value: float) -> None:
    """No division by a range or a sum of zero, and no noise of an average."""
    for regions in (1, 9):
        assert score(np.full((regions, 4), value), W).tolist() == pytest.approx([ALIKE[score]] * regions)


@pytest.mark.parametrize("score", ALIKE)
def test_the_best_throughout_scores_most_and_the_worst_least(score) -> None:
    """Whatever is measured from."""
    x = X.copy()
    x[4], x[7] = 1.5, 0.05
    found = score(x, W)
    assert found.argmax() == 4
    assert found.argmin() == 7


@pytest.mark.parametrize("score", ALIKE)
def test_a_column_that_weighs_nothing_has_no_say(score) -> None:
    """Nor does it raise an error, whatever is in it."""
    extra = np.random.default_rng(9).random((9, 1)) * 40.0
    padded = np.column_stack([X, extra]), np.append(W, 0.0)
    assert score(*padded) == pytest.approx(score(X, W), rel=1e-12)


@pytest.mark.parametrize("score", ALIKE)
def test_missing_values_are_an_error(score) -> None:
    """They compare regions."""
    x = X.copy()
    x[2, 1] = np.nan
    with pytest.raises(MethodError, match="compares regions"):
        score(x, W)


@pytest.mark.parametrize("score", [marcos, aras])
def test_negative_values_are_an_error(score) -> None:
    """Sums of negative values are no yardstick."""
    with pytest.raises(MethodError, match="not defined"):
        score(-X, W)


def test_edas_takes_costs_that_were_turned_by_their_sign() -> None:
    """The cost formula of the paper, written out for one column."""
    cost = np.array([[10.0], [20.0], [60.0]])
    above, below = np.array([20, 10, 0]) / 30, np.array([0, 0, 30]) / 30
    expected = (above / above.max() + 1 - below / below.max()) / 2
    assert edas(-cost, np.ones(1)) == pytest.approx(expected, rel=1e-12)


def test_a_recipe_can_turn_a_cost_by_its_sign(framework_of) -> None:
    """A value function from 0 to M that falls to −M leaves EDAS what the paper takes: raw values."""
    turned = {"method": "piecewise", "points": {"x": [0, 0, 100, -100]}}
    steps = (
        Step("normalise", "none", {"by_indicator": {"x": turned}}),
        Step("weigh", "equal"),
        Step("aggregate", "edas"),
        Step("rank", "by_score"),
    )
    panel = panel_of(
        "city", X[None, :, :2] * 50, regions=tuple("ABCDEFGHI"), indicators=("u", "x"), years=(1,)
    )
    found = score_panel(panel, framework_of({"u": None, "x": None}), Recipe(steps))
    expected = edas(X[:, :2] * [1.0, -1.0], np.array([0.5, 0.5]))
    assert found.scores[0, :, 0] == pytest.approx(expected, rel=1e-12)


def test_edas_does_not_depend_on_units() -> None:
    """Distances are parts of the average."""
    assert edas(X * [1.0, 100.0, 0.01, 5.0], W) == pytest.approx(edas(X, W), rel=1e-12)


def test_edas_refuses_z_scores_that_weigh() -> None:
    """Their average is 0 but for rounding; without weight they do no harm."""
    scores = (X - X.mean(axis=0)) / X.std(axis=0)
    with pytest.raises(MethodError, match="average") as error:
        edas(scores, W)
    assert "4 columns" in str(error.value.seen)
    mixed = np.column_stack([X, scores[:, :1]])
    assert edas(mixed, np.append(W, 0.0)) == pytest.approx(edas(X, W), rel=1e-12)


def test_the_threshold_of_codas_decides_whether_the_taxicab_distance_counts() -> None:
    """E = 5, 0, 5 and T = 7, 0, 5: the first and the third are equally far, but not by taxicab."""
    x, ones = np.array([[3.0, 4.0], [0.0, 0.0], [5.0, 0.0]]), np.ones(2)
    assert codas(x, ones, threshold=0.02).tolist() == [5 + 7, -10 - 12, 5 + 5]
    assert codas(x, ones, threshold=0.0).tolist() == [5 + 7 + 2, -10 - 12, 5 + 5 - 2]
    assert codas(x, ones, threshold=9.0).tolist() == [5, -10, 5]


def test_a_threshold_that_is_just_reached_is_reached() -> None:
    """0.03 − 0.01 lies below 0.02 by rounding alone."""
    x = np.array([[0.0], [0.01], [0.03]])
    apart = 0.03 - 0.01
    assert apart < 0.02
    assert codas(x, np.ones(1))[1] == pytest.approx(0.01 - apart - apart, rel=1e-9)


def test_scores_of_codas_sum_to_nought() -> None:
    """What one gains another loses."""
    assert codas(X, W).sum() == pytest.approx(0, abs=1e-12)


def test_codas_of_many_regions_is_that_of_one_block() -> None:
    """Blocks of pairs do not show."""
    x = np.random.default_rng(3).random((700, 3))
    ones = np.ones(3)
    gap = x - x.min(axis=0)
    euclidean, taxicab = np.sqrt((gap**2).sum(axis=1)), gap.sum(axis=1)
    apart = euclidean[:, None] - euclidean
    expected = (apart + (np.abs(apart) >= 0.02) * (taxicab[:, None] - taxicab)).sum(axis=1)
    assert codas(x, ones) == pytest.approx(expected, abs=1e-9)


def test_marcos_is_its_own_long_formula() -> None:
    """K⁻ and K⁺ to the worst and the best, and the utility functions of both."""
    total, best, worst = X @ W, X.max(axis=0) @ W, X.min(axis=0) @ W
    down, up = total / worst, total / best
    of_up, of_down = down / (up + down), up / (up + down)
    expected = (up + down) / (1 + (1 - of_up) / of_up + (1 - of_down) / of_down)
    assert marcos(X, W) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("score", [marcos, lambda x, w: aras(x, w, normalisation="none")])
def test_marcos_and_aras_order_as_the_weighted_mean(score) -> None:
    """In one group they are its multiples."""
    ratio = score(X, W) / arithmetic(X, W)
    assert ratio == pytest.approx(np.full(9, ratio[0]), rel=1e-12)


def test_aras_depends_on_ratios_alone() -> None:
    """Units, shares and fractions of the best come to the same; without its normalisation they do not."""
    alike = (X * [1.0, 100.0, 0.01, 5.0], X / X.sum(axis=0), X / X.max(axis=0))
    for x in alike:
        assert aras(x, W) == pytest.approx(aras(X, W), rel=1e-12)
    assert aras(alike[0], W, normalisation="none") != pytest.approx(aras(X, W, normalisation="none"))


def test_a_reference_of_aras_may_be_given() -> None:
    """The best values given are the default; a better one lowers all; one that is no reference is an error."""
    assert aras(X, W, reference=X.max(axis=0).tolist()) == pytest.approx(aras(X, W), rel=1e-12)
    assert (aras(X, W, reference=2.0) < aras(X, W)).all()
    assert aras(X, W, reference=[2.0] * 4).tolist() == aras(X, W, reference=2.0).tolist()
    with pytest.raises(MethodError, match="reference"):
        aras(X, W, reference=[1.0, 1.0])
    with pytest.raises(MethodError, match="above 0"):
        aras(X, W, reference=[1.0, 1.0, 0.0, 1.0])


@pytest.mark.parametrize(("value", "fits"), [(0.5, True), ([1.0, 2.0], True), (None, True), (0.0, False)])
def test_a_recipe_may_give_a_reference_above_nought(value: object, *, fits: bool) -> None:
    """Of a list the function looks at every number."""
    assert method("aggregate", "aras").parameters["reference"].accepts(value) is fits


def test_options_reach_the_functions() -> None:
    """As a recipe writes them."""
    found = resolve(Step("aggregate", "codas", {"threshold": 0.3})).run(X, weights=W)
    assert found.tolist() == codas(X, W, threshold=0.3).tolist()
    found = resolve(Step("aggregate", "aras", {"reference": 2, "normalisation": "none"})).run(X, weights=W)
    assert found == pytest.approx(arithmetic(X, W) / 2, rel=1e-12)
