"""Factor analysis of mixed data: what axes point at, what codes do, what it shares with principal components."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.columns import weighted_sum
from zhishu.score.aggregators.mixed import CATEGORIES, mixed_components, mixed_factor, standardised
from zhishu.weigh.fitted.components import pca

GENERATOR = np.random.default_rng(3)
COMMON = GENERATOR.normal(size=(24, 1))
NUMBERS = COMMON * [1.0, 0.9, 0.5] + GENERATOR.normal(size=(24, 3))
KINDS = GENERATOR.integers(1, 4, 24) + (COMMON[:, 0] > 0.5)
X = np.column_stack([NUMBERS, KINDS])
IDS = ("a", "b", "c", "kind")
W = np.full(4, 0.25)


def scored(x: np.ndarray, **options: object) -> np.ndarray:
    return mixed_factor(x, W, IDS, qualitative=["kind"], **options)


def test_eigenvalues_sum_to_numbers_and_categories_less_one() -> None:
    found = mixed_components(X, [3])
    assert found.values.sum() == pytest.approx(3 + len(np.unique(KINDS)) - 1)
    coordinates = found.coordinates
    assert coordinates.mean(axis=0) == pytest.approx(0.0, abs=1e-12)
    spread = coordinates.T @ coordinates / len(X)
    assert spread == pytest.approx(np.diag(found.values), abs=1e-10)


def test_the_first_axis_is_the_mean_by_signed_pca_weights_of_z_scores() -> None:
    """Without categories: F_1 = Σ v z, and the weighting's `signed` weights are v over its sum."""
    weights = pca(NUMBERS, loadings="signed")
    score = mixed_factor(NUMBERS, np.full(3, 1 / 3))
    mean = weighted_sum(standardised(NUMBERS), weights)
    assert score == pytest.approx(mean * (score @ mean) / (mean @ mean), abs=1e-10)
    assert score @ mean > 0


@pytest.mark.parametrize("dimensions", [1, 2, "all"])
def test_codes_are_names(dimensions: int | str) -> None:
    """Others for the same categories, in another order, change nothing where there are numbers."""
    other = X.copy()
    other[:, 3] = np.array([0.0, 7.5, -2.0, 3.0, 1.0])[KINDS]
    assert scored(other, dimensions=dimensions) == pytest.approx(scored(X, dimensions=dimensions), abs=1e-9)


def test_every_axis_goes_up_with_the_numbers() -> None:
    found = mixed_components(X, [3])
    for axis in np.flatnonzero(found.values > 1e-9):
        along = found.coordinates[:, axis]
        assert sum(np.corrcoef(along, column)[0, 1] for column in NUMBERS.T) > 0


def test_turned_numbers_turn_the_axis() -> None:
    assert scored(X * np.array([-1.0, -1.0, -1.0, 1.0])) == pytest.approx(-scored(X), abs=1e-9)


def test_categories_alone_go_up_with_their_codes() -> None:
    x = np.array([[1, 1], [1, 1], [1, 2], [2, 2], [2, 2], [3, 2]], dtype=float)
    found = mixed_factor(x, np.full(2, 0.5), ("p", "q"), qualitative=["p", "q"])
    assert np.corrcoef(found, x.sum(axis=1))[0, 1] > 0


def test_axes_of_equal_variance_are_chosen_by_the_rule() -> None:
    """Two uncorrelated columns: every direction of the plane is an axis; the first goes up with both alike."""
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    found = mixed_components(x)
    assert found.values == pytest.approx([1.0, 1.0])
    assert found.coordinates[:, 0] == pytest.approx(np.array([-2.0, 0.0, 0.0, 2.0]) / np.sqrt(2))
    assert found.coordinates[:, 1] == pytest.approx(np.array([0.0, -2.0, 2.0, 0.0]) / np.sqrt(2))


def test_columns_that_go_against_one_another_are_turned_by_the_first() -> None:
    x = np.array([[0.0, 2.0], [1.0, 1.0], [2.0, 0.0]])
    assert mixed_factor(x, np.full(2, 0.5)) == pytest.approx(np.array([-3.0, 0.0, 3.0]) / np.sqrt(3))


def test_a_column_that_weighs_nothing_takes_no_part() -> None:
    without = mixed_factor(X[:, [0, 1, 3]], np.full(3, 1 / 3), ("a", "b", "kind"), qualitative=["kind"])
    found = mixed_factor(X, np.array([0.4, 0.3, 0.0, 0.3]), IDS, qualitative=["kind"])
    assert found == pytest.approx(without, abs=1e-10)


def test_a_batch_may_hold_other_categories() -> None:
    other = X.copy()
    other[:, 3] = np.where(KINDS == 1, 9.0, 8.0)
    batch = scored(np.stack([X, other]), dimensions="all")
    assert batch == pytest.approx(
        np.stack([scored(X, dimensions="all"), scored(other, dimensions="all")]), abs=1e-9
    )


def test_equal_regions_tie_and_a_shuffled_table_gives_shuffled_scores() -> None:
    x = np.vstack([X, X[[4]]])
    found = scored(x, dimensions=3)
    assert found[4] == found[-1]
    order = GENERATOR.permutation(25)
    assert scored(x[order], dimensions=3) == pytest.approx(found[order], abs=1e-9)


def test_more_dimensions_than_there_are_count_all() -> None:
    assert scored(X, dimensions=99) == pytest.approx(scored(X, dimensions="all"))


def test_ids_that_are_not_in_the_group_are_refused() -> None:
    with pytest.raises(MethodError, match="not in the group") as error:
        mixed_factor(X, W, IDS, qualitative=["knd"])
    assert error.value.advice == "did you mean 'kind'?"
    with pytest.raises(MethodError, match="not in the group"):
        mixed_factor(X, W, qualitative=["kind"])


def test_numbers_are_no_codes() -> None:
    x = np.column_stack([np.arange(CATEGORIES + 1.0)] * 2)
    with pytest.raises(MethodError, match="too many categories"):
        mixed_factor(x, np.full(2, 0.5), ("a", "b"), qualitative=["b"])


def test_a_missing_value_is_refused() -> None:
    x = X.copy()
    x[2, 3] = np.nan
    with pytest.raises(MethodError, match="compares regions"):
        scored(x)
