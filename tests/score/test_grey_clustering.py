"""Grey clustering: classes for all columns or for each, what they are worth, and what does not fit."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.judged.grey_clustering import grey_clustering
from zhishu.score.aggregators.judged.whitenisation import degrees_in, triangles

IDS = ("a", "b", "c")
W = np.array([0.5, 0.3, 0.2])
X = np.array([[0.2, 0.4, 0.9], [0.7, 0.7, 0.7], [0.0, 1.0, 0.5], [-1.0, 2.0, 0.5]])
OWN = {"c": [0, 0.5, 1], "a": [0.2, 0.4, 0.9], "b": [0, 0.2, 1], "other": [1, 2]}


def test_classes_of_each_column() -> None:
    """By id, in whatever order; counted from 1 unless they are worth something else."""
    found = grey_clustering(X, W, IDS, classes=OWN)
    parts = [
        grey_clustering(X[:, [place]], np.ones(1), (name,), classes=OWN) for place, name in enumerate(IDS)
    ]
    assert found == pytest.approx(W @ np.array(parts))
    worth = grey_clustering(X, W, IDS, classes=OWN, values=[40, 60, 80])
    assert worth == pytest.approx(20 + 20 * found)
    assert grey_clustering(X[:, :1], np.ones(1), classes={"a": [0.2, 0.4, 0.9]}).tolist() == parts[0].tolist()


def test_outer_functions_stay_1() -> None:
    """Values beyond the outer classes are as if at them."""
    for functions in ("centre_point", "end_point"):
        found = grey_clustering(X, W, functions=functions)
        assert found[2] == found[3]
    places = triangles(np.array([[0.0, 1.0, 2.0, 3.0]]), "end_point")
    degrees = degrees_in(np.array([[-9.0], [0.5], [9.0]]), places)[:, 0]
    assert degrees == pytest.approx(np.array([[1, 0, 0], [1, 1 / 3, 0], [0, 0, 1]]))


def test_verdicts() -> None:
    """Mean, greatest and trusted class."""
    torn = np.array([[0.0, 1.0]])
    shares = np.array([0.4, 0.6])
    assert grey_clustering(torn, shares).tolist() == [0.6]
    assert grey_clustering(torn, shares, verdict="maximum").tolist() == [1]
    assert grey_clustering(torn, shares, verdict="confidence").tolist() == [1]
    assert grey_clustering(torn, shares, verdict="confidence", confidence=0.61).tolist() == [0]
    assert grey_clustering(torn, shares, functions="end_point", verdict="maximum").tolist() == [0.875]


def test_missing_values() -> None:
    """Weights are divided among what is there."""
    x = X.copy()
    x[0, 2] = x[1] = np.nan
    found = grey_clustering(x, W, IDS, classes=OWN)
    assert found[0] == pytest.approx(grey_clustering(X[:1, :2], W[:2] / 0.8, IDS[:2], classes=OWN)[0])
    assert np.isnan(found[1])


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"classes": {"a": [0, 1]}}, "lack a column"),
        ({"classes": {**OWN, "a": [0, 1]}}, "different numbers"),
        ({"classes": {**OWN, "a": [0, 1, 1]}}, "do not rise"),
        ({"classes": [0]}, "do not rise"),
        ({"classes": [0, 1], "functions": "end_point"}, "single class"),
        ({"values": [1, 2, 3, 4]}, "do not fit the classes"),
    ],
)
def test_classes_that_do_not_fit(changed, match: str) -> None:
    """One error each."""
    with pytest.raises(MethodError, match=match):
        grey_clustering(X, W, IDS, **changed)
