"""Bounds on shares of the sum of weights: common weights and scores, batches, and what HiGHS takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.envelopment import ratio
from zhishu.weigh.envelopment.common import benefit_of_the_doubt
from zhishu.weigh.envelopment.scores import benefit_scores, envelope

if TYPE_CHECKING:
    from zhishu.weigh.envelopment.corners import Programmes

CASES = [("all", 0.1, 0.4), ("weakest", 0.0, 1.0), ("weakest", 0.1, 0.4)]


@pytest.mark.parametrize(("favour", "low", "high"), CASES)
def test_a_batch_gives_what_its_members_give(favour: str, low: float, high: float) -> None:
    """Also where a draw has fewer columns that vary, or none."""
    x = np.random.default_rng(0).random((2, 4, 12, 5))
    x[0, 1, :, 2] = 0.5
    x[1, 2] = 0.5
    found = benefit_of_the_doubt(x, favour=favour, low=low, high=high)
    assert found.sum(axis=-1) == pytest.approx(1, abs=1e-12)
    assert found[0, 1, 2] == 0
    assert found[1, 2].tolist() == [0.2] * 5
    for draw in np.ndindex(2, 4):
        alone = benefit_of_the_doubt(x[draw], favour=favour, low=low, high=high)
        assert found[draw] == pytest.approx(alone, abs=1e-10)


@pytest.mark.parametrize(("favour", "low", "high"), CASES)
def test_highs_solves_what_is_not_proven(
    favour: str, low: float, high: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the same weights, where the optimum is the only one."""
    x = np.random.default_rng(1).random((3, 9, 4))
    expected = benefit_of_the_doubt(x, favour=favour, low=low, high=high)
    scores = benefit_scores(x, low=low, high=high, bounds_on="weights")

    def nothing(programmes: Programmes) -> tuple[np.ndarray, np.ndarray]:
        return np.zeros(programmes.price.shape), np.zeros(len(programmes.price), dtype=bool)

    monkeypatch.setattr(ratio, "least", nothing)
    assert benefit_of_the_doubt(x, favour=favour, low=low, high=high) == pytest.approx(expected, abs=1e-8)
    assert benefit_scores(x, low=low, high=high, bounds_on="weights") == pytest.approx(scores, abs=1e-9)


def test_without_a_solution_highs_s_message_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """No number stands in for an answer."""

    class Nothing:
        x = None
        message = "the solver gave up"

    monkeypatch.setattr("scipy.optimize.linprog", lambda *_, **__: Nothing())
    monkeypatch.setattr(ratio, "_ROUNDS", 0)
    with pytest.raises(MethodError, match="no solution") as error:
        benefit_of_the_doubt(np.random.default_rng(1).random((4, 3)), favour="weakest")
    assert error.value.seen == "the solver gave up"


def test_a_region_without_anything_is_the_weakest_whatever_the_weights() -> None:
    """Then all columns that vary share equally; its own score is 0."""
    x = np.array([[1.0, 2.0], [2.0, 1.0], [0.0, 0.0]])
    assert benefit_of_the_doubt(x, favour="weakest").tolist() == [0.5, 0.5]
    found = envelope(x, low=0.3, bounds_on="weights")
    assert found.scores.tolist()[2] == 0
    assert found.weights[2].tolist() == [0, 0]


def test_bounds_on_weights_and_bounds_on_the_score_are_two_things() -> None:
    """A zero ends the score where a share of the score is wanted of it, not where a weight is."""
    x = np.array([[0.0, 2.0], [2.0, 1.0], [1.0, 1.0]])
    assert benefit_scores(x, low=0.2)[0] == 0
    bounded = envelope(x, low=0.2, bounds_on="weights")
    # The weights 1 and 4: the first region has 8, the second 6.
    assert bounded.scores[0] == pytest.approx(1, abs=1e-12)
    assert benefit_scores(x, low=0.45, high=0.55, bounds_on="weights")[0] == pytest.approx(1.1 / 1.45)
    assert benefit_scores(x, bounds_on="weights").tolist() == benefit_scores(x).tolist()
    with pytest.raises(MethodError, match="bounds"):
        benefit_scores(x, low=0.6, bounds_on="weights")


def test_a_table_without_any_difference_scores_1_under_any_bounds() -> None:
    """Or 0 where there is nothing."""
    assert benefit_scores(np.full((3, 2), 0.4), low=0.3, bounds_on="weights") == pytest.approx(1, abs=1e-12)
    assert benefit_scores(np.zeros((3, 2)), low=0.3, bounds_on="weights").tolist() == [0, 0, 0]
