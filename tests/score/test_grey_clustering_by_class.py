"""Grey clustering with weights by class: what moves them, what keeps them, and which units they ask for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.option_tables import read_table
from zhishu.recipe import Step
from zhishu.registry import resolve
from zhishu.score.aggregators.judged.grey_clustering import class_weights, grey_clustering

IDS = ("a", "b", "c")
W = np.array([0.5, 0.3, 0.2])
EQUAL = np.full(3, 1 / 3)
OWN = {"a": [10, 40, 80], "b": [20, 50, 90], "c": [30, 60, 100]}
X = np.array([[80.0, 20, 100], [40, 30, 30], [10, 90, 60], [25, 25, 25], [80, 20, 100]])


def by_class(x: np.ndarray, weights: np.ndarray, **settings: object) -> np.ndarray:
    return grey_clustering(x, weights, IDS, **{"classes": OWN, "weighting": "by_class", **settings})


def test_the_books_weights() -> None:
    """With equal weights λ / Σ λ in each class."""
    critical = np.array([OWN[name] for name in IDS]).T
    assert class_weights(EQUAL[None], critical) == pytest.approx(
        critical / critical.sum(axis=1, keepdims=True)
    )


def test_the_weights_enter() -> None:
    """As many columns alike weigh as one with their weights together; a column without weight drops out."""
    found = by_class(X, W)
    assert found[0] == found[4]
    whole = grey_clustering(
        X[:, [0] * 5 + [1] * 3 + [2] * 2],
        np.full(10, 0.1),
        tuple("0123456789"),
        classes={str(place): OWN["aaaaabbbcc"[place]] for place in range(10)},
        weighting="by_class",
    )
    assert found == pytest.approx(whole, rel=1e-12)
    alone = grey_clustering(X[:, :1], np.ones(1), ("a",), classes={"a": OWN["a"]})
    assert by_class(X, np.array([1.0, 0, 0])) == pytest.approx(alone)


def test_common_classes_weigh_as_fixed() -> None:
    """λ alike in all columns changes nothing; a class of 0 keeps the weights."""
    x = X / 100
    assert grey_clustering(x, W, weighting="by_class") == pytest.approx(grey_clustering(x, W), rel=1e-14)
    zeros = {name: [0, *numbers[1:]] for name, numbers in OWN.items()}
    low = np.array([[0.0, 0, 0], [5, 0, 100]])
    found = by_class(low, EQUAL, classes=zeros)
    assert np.isfinite(found).all()
    assert found[0] == 1


def test_units_move_them() -> None:
    """One column in a unit a thousandth the size takes nearly all the weight: hence comparable units."""
    x, classes = X * [1000, 1, 1], {**OWN, "a": [1000 * number for number in OWN["a"]]}
    fixed = grey_clustering(x, EQUAL, IDS, classes=classes)
    assert fixed == pytest.approx(grey_clustering(X, EQUAL, IDS, classes=OWN))
    alone = grey_clustering(X[:, :1], np.ones(1), ("a",), classes={"a": OWN["a"]})
    assert by_class(x, EQUAL, classes=classes)[:2] == pytest.approx(alone[:2], abs=0.01)
    assert by_class(X / 1000, EQUAL, classes={name: np.divide(row, 1000) for name, row in OWN.items()}) == (
        pytest.approx(by_class(X, EQUAL))
    )


def test_missing_values() -> None:
    """The weights of the others in each class, as if the column were not there."""
    x = X.copy()
    x[1, 2] = x[2] = np.nan
    found = by_class(x, W)
    two = {name: OWN[name] for name in IDS[:2]}
    less = grey_clustering(X[1:2, :2], W[:2] / 0.8, IDS[:2], classes=two, weighting="by_class")
    assert found[1] == pytest.approx(less[0])
    assert np.isnan(found[2])
    assert found[0] == by_class(X, W)[0]


def test_a_batch_is_its_members() -> None:
    """With one set of weights, or one for each draw; shuffled rows give shuffled scores."""
    generator = np.random.default_rng(2)
    x, weights = generator.uniform(0, 110, (4, 6, 3)), generator.dirichlet(np.ones(3), 4)
    found = by_class(x, weights)
    order = generator.permutation(6)
    for draw in range(4):
        assert np.array_equal(found[draw], by_class(x[draw], weights[draw]))
        assert np.array_equal(found[draw][order], by_class(x[draw][order], weights[draw]))


def test_verdicts() -> None:
    """The greatest coefficient (of the third region 1/6, 2/5, 1/3), and confidence in the sum of all."""
    assert by_class(X, EQUAL, verdict="maximum").tolist()[:3] == [3, 1, 2]
    assert by_class(X, EQUAL, verdict="confidence", confidence=0.6).tolist()[:2] == [3, 1]


def test_negative_critical_values_are_refused() -> None:
    """Of a cost turned by its sign, say."""
    with pytest.raises(MethodError, match="no critical value is negative"):
        by_class(X, W, classes={**OWN, "b": [-90, -50, -20]})


def test_turning_points_from_a_file(tmp_path: Path) -> None:
    """An empty cell stands for the "-" of the books; written in the recipe it is null."""
    rows = "crops,,,10,30,10,40,,70,30,80,,\nherds,,,20,40,20,50,,90,30,90,,\n"
    heading = "id," + ",".join(f"{kind}{place}" for kind in ("low", "middle", "high") for place in "1234")
    (tmp_path / "turns.csv").write_text(f"{heading}\n{rows}", encoding="utf-8")
    read = read_table(tmp_path, {"file": "turns.csv"}, "lists", "here")
    inline = {
        "crops": [None, None, 10, 30, 10, 40, None, 70, 30, 80, None, None],
        "herds": [None, None, 20, 40, 20, 50, None, 90, 30, 90, None, None],
    }
    assert read == inline
    options = {"classes": inline, "functions": "turning_points", "weighting": "by_class"}
    chosen = resolve(Step("aggregate", "grey_clustering", options))
    found = chosen.run(X[:3, :2], weights=np.array([0.5, 0.5]), members=("crops", "herds"))
    # Coefficients of low, middle and high: 2/3, 0, 8/17; 1/3, 4/9 + 5/27, 8/85; 1/3, 0, 9/17.
    coefficients = np.array([[2 / 3, 0, 8 / 17], [1 / 3, 4 / 9 + 5 / 27, 8 / 85], [1 / 3, 0, 9 / 17]])
    assert found == pytest.approx(coefficients @ [1, 2, 3] / coefficients.sum(axis=1))
