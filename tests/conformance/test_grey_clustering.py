"""Grey clustering with fixed weights against a notebook, and where it is another method."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, CLOSED_FORM, Agreement, record
from recorded_answers import recorded

from zhishu.score.aggregators.judged.fuzzy import fuzzy_comprehensive
from zhishu.score.aggregators.judged.grey_clustering import grey_clustering
from zhishu.score.aggregators.judged.whitenisation import degrees_in, triangles


def agreed(against: str, source: str, what: str, tolerance: float) -> None:
    record(Agreement("aggregate", "grey_clustering", against, source, what, tolerance, holds=True))


@pytest.mark.parametrize("functions", ["centre_point", "end_point"])
def test_the_coefficients_of_a_notebook(functions: str) -> None:
    """Functions of lower, moderate and upper measure; the class of the greatest coefficient."""
    answers = recorded(f"grey_clustering_{functions}")
    for case in answers.cases:
        x, numbers, weights = (np.array(case[name], dtype=float) for name in ("x", "numbers", "weights"))
        expected = np.array(case["coefficients"])
        degrees = degrees_in(x, triangles(numbers, functions))
        assert np.einsum("rck,c->rk", degrees, weights) == pytest.approx(expected, abs=1e-12)
        classes = {name: row.tolist() for name, row in zip("abc", numbers, strict=True)}
        settings = {"classes": classes, "functions": functions}
        counted = np.arange(1.0, expected.shape[1] + 1)
        mean = expected @ counted / expected.sum(axis=1)
        assert grey_clustering(x, weights, tuple("abc"), **settings) == pytest.approx(mean, rel=1e-9)
        greatest = grey_clustering(x, weights, tuple("abc"), **settings, verdict="maximum")
        assert greatest.tolist() == (expected.argmax(axis=1) + 1.0).tolist()
    what = f"{functions} functions, ten objects by three columns, five seeds"
    agreed(answers.program, what, "coefficients, their mean, the greatest", 1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_common_centres_are_fuzzy_evaluation(seed: int) -> None:
    """Triangular membership, weighted average: the weighted mean within the outer centres."""
    generator = np.random.default_rng(seed)
    x, weights = generator.uniform(-0.2, 1.2, (30, 4)), generator.dirichlet(np.ones(4))
    found = grey_clustering(x, weights)
    assert found == pytest.approx(fuzzy_comprehensive(x, weights, membership="triangular"), rel=1e-12)
    assert found == pytest.approx(np.clip(x, 0, 1) @ weights, rel=1e-9)
    what = "random data, five seeds: common centres, the weighted mean of the clipped columns"
    agreed(CLOSED_FORM, "", what, 1e-9)


def test_end_points_by_hand() -> None:
    """Intervals 0-2, 2-4, 4-10 with middles 1, 3, 7; at 2.5: 1.5/3, 2.5/3 and 0.5/5."""
    degrees = degrees_in(np.array([[2.5]]), triangles(np.array([[0.0, 2.0, 4.0, 10.0]]), "end_point"))
    assert degrees[0, 0] == pytest.approx([1.5 / 3, 2.5 / 3, 0.5 / 5])
    agreed(BY_HAND, "", "end points: three intervals of one column", 1e-12)
