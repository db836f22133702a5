"""Grey clustering against the outputs that a public notebook of a book on grey systems has stored."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.judged.grey_clustering import grey_clustering
from zhishu.score.aggregators.judged.whitenisation import degrees_in, triangles

BOARDING = [852.45, 856.5975, 862.578, 869.7105, 872.955, 857.25, 847.4775, 842.9565, 841.278, 830.2185]
"""Objects 1 to 5 and 249 to 253 of 253: those whose values the notebook shows."""
COEFFICIENTS = [
    [0.3638888888888927, 0.6361111111111073, 0.0],
    [0.133472222222224, 0.866527777777776, 0.0],
    [0.0, 1.0, 0.0],
    [0.0, 1.0, 0.0],
    [0.0, 1.0, 0.0],
    [0.09722222222222222, 0.9027777777777778, 0.0],
    [0.6401388888888846, 0.3598611111111154, 0.0],
    [0.8913055555555552, 0.10869444444444475, 0.0],
    [0.9845555555555544, 0.015444444444445557, 0.0],
    [1.0, 0.0, 0.0],
]
CLUSTER = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0]
TURNS = [841, 859, 877, 895]
"""The lower class ends at 859, the middle one is 1 from 859 to 877, the upper one begins at 877."""


def test_ten_objects_whose_values_and_coefficients_are_shown() -> None:
    """A class that is 1 between two turning points is two classes with centres there, worth the same."""
    expected, x = np.array(COEFFICIENTS), np.array(BOARDING)[:, None]
    degrees = degrees_in(x, triangles(np.array([TURNS], dtype=float), "centre_point"))[:, 0]
    three = np.column_stack([degrees[:, 0], degrees[:, 1] + degrees[:, 2], degrees[:, 3]])
    assert three == pytest.approx(expected, abs=1e-12)
    assert three.argmax(axis=1).tolist() == CLUSTER
    values = [0, 1, 1, 2]
    mean = grey_clustering(x, np.ones(1), classes=TURNS, values=values)
    assert mean == pytest.approx(expected @ [0, 1, 2], abs=1e-12)
    greatest = grey_clustering(x, np.ones(1), classes=TURNS, values=values, verdict="maximum")
    assert greatest.tolist() == CLUSTER


def test_columns_without_weight_change_nothing() -> None:
    """The notebook's other four parameters weigh 0; their classes are their own."""
    x = np.array([[852.45, 4659.3165, 11.856901], [847.4775, 4023.81, 13.180964]])
    classes = {"boarding": TURNS, "aisle": [2778, 3249, 3719, 4189], "type3": [13, 14, 16, 17]}
    found = grey_clustering(x, np.array([1.0, 0, 0]), tuple(classes), classes=classes, values=[0, 1, 1, 2])
    assert found == pytest.approx([0.6361111111111073, 0.3598611111111154], abs=1e-12)
    source = "grey-systems-book (github.com/liviucotfas), notebook 829e4aee with its outputs stored"
    what = "ten of 253 objects, three classes, one column that weighs: coefficients, class of the greatest"
    note = "its middle class is 1 between two turning points: two of ours with centres there, worth the same"
    record(Agreement("aggregate", "grey_clustering", MANUAL, source, what, 1e-12, holds=True, note=note))
