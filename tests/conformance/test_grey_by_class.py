"""Grey clustering with weights by class, functions by turning points, and grey relational entropy: programs."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, Agreement, record
from recorded_answers import recorded

from zhishu.score.aggregators.judged.grey_clustering import class_weights, grey_clustering
from zhishu.score.aggregators.judged.whitenisation import by_turning_points, degrees_in
from zhishu.score.aggregators.references.grey_relation import grey_relation

IDS = tuple("abcd")


def agreed(method: str, against: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("aggregate", method, against, "", what, tolerance, holds=True, note=note))


def turns(bounds: np.ndarray) -> list[float | None]:
    """Return the turning points of the program's five classes, the worst first, of one indicator."""
    best, second, third, last = bounds.tolist()
    return [
        *(None, None, last, third),
        *(last / 2, last, third, second),
        *(last, third, second, best),
        *(third, second, best, 100),
        *(second, best, None, None),
    ]


def coefficients(x: np.ndarray, lists: list[list[float | None]]) -> np.ndarray:
    """Return our clustering coefficients with equal weights, times critical values."""
    functions = by_turning_points(lists)
    degrees = np.moveaxis(degrees_in(x, functions), -2, -1)
    return (degrees * class_weights(np.full((1, 1, 4), 0.25), functions.critical.T)).sum(axis=-1)


def test_five_classes_with_plateaus() -> None:
    """Lower, three typical and upper functions; weights by class from the middles of the plateaus."""
    answers = recorded("grey_by_class")
    for case in answers.cases[:5]:
        x, bounds, expected = (np.array(case[name]) for name in ("x", "bounds", "coefficients"))
        lists = [turns(row) for row in bounds]
        worst_first = expected[:, ::-1]
        assert coefficients(x, lists) == pytest.approx(worst_first, abs=1e-12)
        settings = {
            "classes": dict(zip(IDS, lists, strict=True)),
            "functions": "turning_points",
            "weighting": "by_class",
        }
        counted = np.arange(1.0, 6.0)
        mean = worst_first @ counted / worst_first.sum(axis=1)
        assert grey_clustering(x, np.full(4, 0.25), IDS, **settings) == pytest.approx(mean, rel=1e-9)
        greatest = grey_clustering(x, np.full(4, 0.25), IDS, **settings, verdict="maximum")
        assert greatest.tolist() == (worst_first.argmax(axis=1) + 1.0).tolist()
    what = "weighting: by_class, functions: turning_points of three kinds, 10 × 4, five classes, five seeds: "
    agreed("grey_clustering", answers.program, f"{what}coefficients, their mean, the greatest", 1e-9)


def test_the_end_of_the_lowest_class() -> None:
    """There the function is 0, from below and from above; the program's last branch takes the point for 1."""
    answers = recorded("grey_by_class")
    case = answers.cases[5]
    x, bounds, expected = (np.array(case[name]) for name in ("x", "bounds", "coefficients"))
    found = coefficients(x, [turns(row) for row in bounds])
    assert found[:, 1:] == pytest.approx(expected[:, -2::-1], abs=1e-12)
    assert found[0, 0] == 0
    assert expected[0, -1] == 1
    what = "weighting: by_class: values exactly at the end of the lowest class"
    note = (
        "its lower function is 0 beyond its end and falls to 0 below it, but is 1 at the end itself: a slip"
    )
    record(Agreement("aggregate", "grey_clustering", answers.program, "", what, 0, holds=False, note=note))


def test_four_kinds_of_functions() -> None:
    """Lower, moderate, with a plateau and upper, weights fixed; the functions overlap by more than one class."""
    answers = recorded("grey_turning_points")
    for case in answers.cases:
        x, weights, expected = (np.array(case[name]) for name in ("x", "weights", "coefficients"))
        degrees = degrees_in(x, by_turning_points(case["turns"]))
        assert np.einsum("rck,c->rk", degrees, weights) == pytest.approx(expected, abs=1e-12)
        classes = dict(zip(IDS, case["turns"], strict=False))
        mean = expected @ np.arange(1.0, 5.0) / expected.sum(axis=1)
        found = grey_clustering(x, weights, IDS[:3], classes=classes, functions="turning_points")
        assert found == pytest.approx(mean, rel=1e-9)
    what = "functions: turning_points of all four kinds, 12 × 3, four classes, five seeds: coefficients, their mean"
    agreed("grey_clustering", answers.program, what, 1e-9)


def test_three_regions_by_hand() -> None:
    """Lower, moderate and upper functions of three incomes; weights 8/27, 9/27, 10/27 in the highest class."""
    x = np.array([[80.0, 20, 100], [40, 30, 30], [10, 90, 60]])
    classes = {
        "crops": [None, None, 10, 30, 10, 40, None, 70, 30, 80, None, None],
        "livestock": [None, None, 20, 40, 20, 50, None, 90, 30, 90, None, None],
        "sidelines": [None, None, 30, 50, 30, 60, None, 90, 40, 100, None, None],
    }
    equal = np.full(3, 1 / 3)
    settings = {"classes": classes, "functions": "turning_points", "weighting": "by_class"}
    # Coefficients of low, middle, high: 1/3, 0, 18/27; 2/3, 4/15 + 1/9, 8/135; 1/6, 2/5, 1/3 + 10/81.
    coefficients = np.array([
        [1 / 3, 0, 2 / 3],
        [1 / 6 + 1 / 2, 4 / 15 + 1 / 9, 8 / 135],
        [1 / 6, 2 / 5, 1 / 3 + 10 / 81],
    ])  # fmt: skip
    mean = coefficients @ [1, 2, 3] / coefficients.sum(axis=1)
    assert grey_clustering(x, equal, tuple(classes), **settings) == pytest.approx(mean, rel=1e-12)
    greatest = grey_clustering(x, equal, tuple(classes), **settings, verdict="maximum")
    assert greatest.tolist() == [3, 1, 3]
    what = "weighting: by_class: three regions, incomes of three kinds, lower, moderate and upper functions"
    agreed("grey_clustering", BY_HAND, what, 1e-12)


def test_balanced_closeness_of_a_program() -> None:
    """Its own small data set and five random tables: grade, grade times balance, and so the balance."""
    answers = recorded("grey_entropy")
    for case in answers.cases:
        rows, rho = np.array(case["rows"], dtype=float), case["resolution"]
        grades, closeness = np.array(case["grades"]), np.array(case["closeness"])
        x, reference = rows[1:], rows[0].tolist()
        equal = np.full(x.shape[1], 1 / x.shape[1])
        answered = {"none": grades, "times_grade": closeness, "alone": closeness / grades}
        for balance, expected in answered.items():
            found = grey_relation(x, equal, resolution=rho, reference=reference, balance=balance)
            assert found == pytest.approx(expected, rel=1e-12)
    what = "its own small data set, and 9 × 5, five seeds, resolutions from 0.05 to 1: grade, `balance: times_grade`, "
    agreed("grey_relation", answers.program, f"{what}their quotient (alone)", 1e-12)


def test_balance_by_hand() -> None:
    """Coefficients 1 and 1/3: shares 3/4 and 1/4, entropy 2 ln 2 - 3/4 ln 3 over ln 2, grade 2/3."""
    entropy = 2 - 0.75 * np.log(3) / np.log(2)
    x, equal = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.5, 0.5])
    assert grey_relation(x, equal, balance="alone") == pytest.approx([entropy, entropy], rel=1e-14)
    assert grey_relation(x, equal, balance="times_grade") == pytest.approx([entropy * 2 / 3] * 2, rel=1e-14)
    agreed(
        "grey_relation", BY_HAND, "balance: alone and times_grade: two regions, coefficients 1 and 1/3", 1e-14
    )
