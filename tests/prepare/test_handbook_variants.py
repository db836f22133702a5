"""Classes by rank / n, and ratios to a reference region: what the Handbook's table of examples does."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.distance import distance_to_reference
from zhishu.prepare.normalisers.ordinal import categories

BOTH = compile_directions([Direction(), Direction("negative")])
X = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])


def ratio(x: np.ndarray, basis: np.ndarray | None = None, **options: object) -> np.ndarray:
    return distance_to_reference(x, BOTH, "abc", basis, reference="b", start="zero", **options)


def test_a_ratio_is_turned_where_less_is_better() -> None:
    """X / reference, and reference / x; the cap counts what lies beyond as 1."""
    assert ratio(X).tolist() == [[0.5, 2], [1, 1], [2, 0.5]]
    assert ratio(X, cap=True).tolist() == [[0.5, 1], [1, 1], [1, 0.5]]


def test_the_worst_region_may_be_the_reference_of_a_ratio() -> None:
    """From the worst value there is no way to go, from zero there is; a constant is 1 for all."""
    found = distance_to_reference(X, BOTH, "abc", reference="a", start="zero")
    assert found[:, 0].tolist() == [1, 2, 4]
    with pytest.raises(MethodError, match="no better than the worst"):
        distance_to_reference(X, BOTH, "abc", reference="a")
    assert (ratio(np.full((3, 2), 5.0)) == 1).all()


def test_a_ratio_to_several_years_takes_their_mean() -> None:
    """The reference had 2 and 6 in the years of the basis, so 4 is 1."""
    basis = np.vstack([X, X * 3])
    assert ratio(X, basis)[:, 0].tolist() == [0.25, 0.5, 1]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ((0, 0, -1.0), "negative value"),
        ((0, 1, 0.0), "a 0, and less is better"),
        ((1, 0, 0.0), "the reference is no"),
    ],
)
def test_what_has_no_ratio_is_an_error(change: tuple[int, int, float], what: str) -> None:
    """A value below 0, a 0 in a negative indicator, a reference of 0."""
    x = X.copy()
    x[change[:2]] = change[2]
    with pytest.raises(MethodError) as error:
        ratio(x)
    assert what in str(error.value)


def test_gaps_stay_gaps() -> None:
    """A missing value is missing in both, and takes no rank."""
    x = np.array([[np.nan, 1.0], [2.0, 2.0], [4.0, 4.0]])
    assert np.isnan(ratio(x)).tolist() == [[True, False], [False, False], [False, False]]
    found = categories(x, BOTH, percentiles=(60,), scores=(0, 1), of="ranks")
    assert found[:, 0].tolist()[1:] == [0, 1]
    assert np.isnan(found[0, 0])


def test_classes_of_ranks_at_a_bound() -> None:
    """Rank 2 of 4 is the 50th percentile, so at a bound of 50 the upper class; ties share the lower rank."""
    x = np.array([[1.0], [2], [2], [9]])
    up = compile_directions([Direction()])
    found = categories(x, up, percentiles=(50,), scores=(0, 1), of="ranks").ravel()
    assert found.tolist() == [0, 1, 1, 1]
    constant = categories(np.full((4, 1), 2.0), up, of="ranks")
    assert (constant == 40).all()
