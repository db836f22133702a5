"""Weights from grey relational degrees that others print: a weight is a degree over the sum of all."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.weigh.spread.relation import grey_relation

SUPPLIERS = np.array([
    [0.83, 0.90, 0.99, 0.92, 0.87, 0.95],
    [326, 295, 340, 287, 310, 303],
    [21, 38, 25, 19, 27, 10],
    [3.2, 2.4, 2.2, 2.0, 0.9, 1.7],
    [0.20, 0.25, 0.12, 0.33, 0.20, 0.09],
    [0.15, 0.20, 0.14, 0.09, 0.15, 0.17],
    [250, 180, 300, 200, 150, 175],
    [0.23, 0.15, 0.27, 0.30, 0.18, 0.26],
    [0.87, 0.95, 0.99, 0.89, 0.82, 0.94],
])  # fmt: skip
"""Nine criteria in rows, six suppliers in columns; the second to the fourth are costs."""
DEGREES = np.array([0.462992, 0.555994, 0.649074, 0.652723, 0.493562, 0.613015])
FIRST_ROW = [0.33333333, 0.47058824, 1.0, 0.53333333, 0.4, 0.66666667]


def agreed(source: str, what: str, tolerance: float, note: str) -> None:
    record(Agreement("weigh", "grey_relation", MANUAL, source, what, tolerance, holds=True, note=note))


def test_six_suppliers_of_a_notebook() -> None:
    """The reference of the notebook is the largest value of each row, as that of the weights is."""
    signed = SUPPLIERS * np.where(np.isin(np.arange(9), [1, 2, 3]), -1.0, 1.0)[:, None]
    lowest, highest = signed.min(axis=1, keepdims=True), signed.max(axis=1, keepdims=True)
    scaled = (signed - lowest) / (highest - lowest)
    assert 0.5 / (1.5 - scaled[0]) == pytest.approx(FIRST_ROW, abs=5e-9)
    assert grey_relation(scaled) == pytest.approx(DEGREES / DEGREES.sum(), abs=3e-7)
    source = "灰色关联分析法, notebook with stored output (six suppliers of parts by nine criteria)"
    what = "degrees of six columns over nine rows, 6 digits"
    note = "derived: the printed degrees over their sum; the columns are the suppliers, the rows the criteria"
    agreed(source, what, 3e-7, note)
