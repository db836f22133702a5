"""TOPSIS by other distances: what correlation and units do, ties, batches, and columns that depend on others."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.references.ideal import topsis

GENERATOR = np.random.default_rng(4)
X = GENERATOR.uniform(size=(12, 4))
W = np.array([0.4, 0.3, 0.2, 0.1])
BOTH = pytest.mark.parametrize("distance", ["mahalanobis", "orthogonal"])


def test_uncorrelated_columns_of_equal_spread_are_plain_topsis() -> None:
    """A full grid."""
    grid = np.array(np.meshgrid([0, 1, 2], [0, 1, 2], [0, 1, 2])).reshape(3, -1).T.astype(float)
    shares = np.array([0.5, 0.3, 0.2])
    assert topsis(grid, shares, distance="mahalanobis") == pytest.approx(topsis(grid, shares))


def test_units_do_not_matter_to_mahalanobis() -> None:
    """Nor does a common shift."""
    scaled = X * np.array([1, 1000, 1e-3, 7]) + np.array([0, 5, -1, 2])
    found = topsis(X, W, distance="mahalanobis")
    assert topsis(scaled, W, distance="mahalanobis") == pytest.approx(found, rel=1e-9)
    assert topsis(scaled, W) != pytest.approx(topsis(X, W), rel=1e-3)


def test_orthogonal_is_linear_in_the_columns() -> None:
    """With weights w² times the range: the plain weighted mean if all ranges are alike and weights too."""
    ranged = (X - X.min(axis=0)) / (X.max(axis=0) - X.min(axis=0))
    found = topsis(ranged, np.full(4, 0.25), distance="orthogonal")
    assert found == pytest.approx(ranged.mean(axis=1))
    assert topsis(ranged, W, distance="orthogonal") == pytest.approx(ranged @ (W**2 / (W**2).sum()))


@BOTH
def test_ties_order_and_batches(distance: str) -> None:
    """Equal regions tie exactly; a shuffle shuffles; a batch is its members; weights of each draw."""
    doubled = np.concatenate([X, X[::-1]])
    found = topsis(doubled, W, distance=distance)
    assert (found == found[::-1]).all()
    order = GENERATOR.permutation(12)
    plain = topsis(X, W, distance=distance)
    assert topsis(X[order], W, distance=distance) == pytest.approx(plain[order])
    draws = np.stack([X, X[::-1], X**2])
    shares = np.stack([W, W[::-1], W])
    batch = topsis(draws, shares, distance=distance)
    for member, weights, scores in zip(draws, shares, batch, strict=True):
        assert scores == pytest.approx(topsis(member, weights, distance=distance))
    assert topsis(X, shares, distance=distance)[0] == pytest.approx(plain)


@BOTH
def test_degenerate_columns(distance: str) -> None:
    """A constant column adds nothing; where all are equal, and for one region, 0.5."""
    wider = np.column_stack([X, np.full(12, 3.0)])
    shares = np.append(W, 0.7)
    assert topsis(wider, shares, distance=distance) == pytest.approx(topsis(X, W, distance=distance))
    assert topsis(np.ones((4, 2)), np.full(2, 0.5), distance=distance).tolist() == [0.5] * 4
    assert topsis(X[:1], W, distance=distance).tolist() == [0.5]
    with pytest.raises(MethodError, match="cannot share"):
        topsis(np.where(X > 0.9, np.nan, X), W, distance=distance)


def test_columns_that_depend_on_others_have_no_mahalanobis_distance() -> None:
    """A sum of two others, and fewer regions than columns."""
    for x in (np.column_stack([X[:, :3], X[:, 0] + X[:, 1]]), X[:4]):
        with pytest.raises(MethodError, match="depend linearly"):
            topsis(x, W, distance="mahalanobis")
