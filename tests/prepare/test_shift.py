"""Shifts: who is lifted, by how much, and over years."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.panel import panel_of
from zhishu.prepare.shift import shift
from zhishu.prepare.treat import Mark
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import score_panel

X = np.array([[-1.0, 0.0, 2.0], [3.0, 1.0, 4.0]])


def test_only_columns_that_reach_0_or_below_are_lifted() -> None:
    """To 0, or to what is asked; the mark says which cells have changed."""
    assert shift(X).values.tolist() == [[0, 0, 2], [4, 1, 4]]
    found = shift(X, least=0.5)
    assert found.values.tolist() == [[0.5, 0.5, 2], [4.5, 1.5, 4]]
    assert (found.marks == int(Mark.TRANSFORMED)).tolist() == [[True, True, False]] * 2


def test_an_amount_is_added_to_every_value() -> None:
    """Also to what is positive already."""
    assert shift(X, amount=2).values.tolist() == [[1, 2, 4], [5, 3, 6]]


@pytest.mark.parametrize(
    ("options", "what"),
    [({"amount": 2, "least": 9}, "two answers"), ({"amount": 1e20}, "no longer differ")],
)
def test_an_amount_that_makes_no_sense_is_an_error(options: dict[str, float], what: str) -> None:
    """Beside `least`, or so large that nothing else is left; a constant column has nothing to lose."""
    with pytest.raises(MethodError, match=what) as error:
        shift(X, **options)
    assert error.value.allowed
    assert shift(np.ones((2, 1)), amount=1e20).values.tolist() == [[1e20], [1e20]]


def test_one_lift_serves_all_years() -> None:
    """A region that does not change has the same value in every year; draws are lifted one by one."""
    panel = np.array([[[-1.0], [5.0]], [[3.0], [5.0]]])
    together = shift(panel, (2020, 2021)).values
    assert together[..., 0].tolist() == [[0, 6], [4, 6]]
    assert shift(panel).values[..., 0].tolist() == [[0, 6], [3, 5]]
    draws = shift(np.stack([panel, panel - 1]), (2020, 2021)).values
    assert np.array_equal(draws[0], together)
    assert np.array_equal(draws[1], together)


def test_gaps_stay_and_rounding_leaves_nothing_below_the_least() -> None:
    """Sums of decimals end in either digit."""
    x = np.array([[-0.1], [np.nan], [0.3]])
    found = shift(x, least=0.7).values
    assert np.isnan(found[1, 0])
    for value in np.random.default_rng(2).uniform(-1, 0, 200):
        assert shift(np.array([[value], [1.0]]), least=0.1).values.min() == 0.1
    assert np.isnan(shift(np.full((2, 1), np.nan)).values).all()


def test_a_geometric_mean_after_a_shift(framework_of) -> None:
    """The lift of all years is written down, point by point."""
    values = np.array([[[-2.0, 1.0], [1.0, 2.0]], [[0.0, 4.0], [2.0, 3.0]]])
    panel = panel_of("city", values, regions=("A", "B"), indicators=("x", "y"), years=(2020, 2021))
    recipe = Recipe(
        (
            Step("treat", "shift", {"least": 1}),
            Step("normalise", "none"),
            Step("weigh", "equal", {"constant": "keep"}),
            Step("aggregate", "geometric"),
            Step("rank", "by_score"),
        )
    )
    found = score_panel(panel, framework_of({"x": None, "y": None}), recipe)
    assert found.scores[..., 0] == pytest.approx(np.sqrt([[1, 8], [12, 15]]))
    assert found.log is not None
    first = found.log.treated[0]
    assert (first.indicator, first.before, first.after, first.how) == ("x", -2, 1, "shift: transformed")
