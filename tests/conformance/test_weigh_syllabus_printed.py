"""Weights from orders against numbers printed in papers, a notebook and lecture notes, and recorded programs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from record import MANUAL, PAPER, Agreement, record
from recorded_answers import recorded

from zhishu.weigh.judged.orders import order_relation, ranked_weights

KERSULIENE = (
    "Keršulienė, Zavadskas and Turskis (2010), Journal of Business Economics and Management 11(2): 243-258"
)
OVERVIEW = "Roszkowska (2013), Optimum. Studia Ekonomiczne 5(65): 14-33, Table 4"
NOTES = "the method notes of kds-topsis-critic (GitHub)"
AS_SWARA = "SWARA is the same calculation with r_k = 1 + s_k"
FOUND = "random orders of 3, 5, 7, 9 and 11 columns"


def agreed(used: str, against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("weigh", used, against, source, what, tolerance, holds=True, note=note))


def stepped(order: list[str], steps: list[float]) -> np.ndarray:
    """Return the weights of columns in their own order, each less important than the one before by a step."""
    table = {f"{a} / {b}": {"Li": 1 + step} for (a, b), step in zip(pairwise(order), steps, strict=True)}
    return np.asarray(order_relation(np.zeros((2, len(order))), tuple(sorted(order)), ratios=table))


def by_place(columns: int, variant: str) -> np.ndarray:
    """Return the weights of the places 1, 2, … of so many columns."""
    return ranked_weights(np.arange(1.0, columns + 1)[None], variant)[0]


def test_the_resolution_of_disputes() -> None:
    """Six criteria, each less important than the one before by 15, 4, 29, 2 and 4 per cent."""
    found = stepped(list("abcdef"), [0.15, 0.04, 0.29, 0.02, 0.04])
    assert (found / found[0]).round(2).tolist() == [1, 0.87, 0.84, 0.65, 0.64, 0.61]
    assert found.round(2).tolist() == [0.22, 0.19, 0.18, 0.14, 0.14, 0.13]
    note = f"numbers as {NOTES} quote them, the weights also as the documentation of pymcdm's SWARA does; {AS_SWARA}"
    what = "six criteria: recalculated weights and weights, 2 digits"
    agreed("order_relation", PAPER, f"{KERSULIENE}, Table 1", what, 5e-3, note)


def test_the_choice_of_an_elective_course() -> None:
    """C4 before C2, C1, C3 and C5, by 20, 30, 10 and 40 per cent: ten printed digits."""
    found = stepped(["C4", "C2", "C1", "C3", "C5"], [0.2, 0.3, 0.1, 0.4])
    printed = [0.1845549111, 0.2399213844, 0.1677771919, 0.2879056613, 0.1198408513]
    assert found == pytest.approx(printed, abs=5.1e-11)
    source = "ElloRabyndra/Swara-Implementation (GitHub), swara.ipynb"
    agreed("order_relation", MANUAL, source, "elective courses, five criteria, 10 digits", 1e-9, AS_SWARA)


def test_steps_by_crispyn() -> None:
    """Steps of 0 to 100 per cent along an order drawn at random."""
    found = recorded("order_relation_crispyn")
    for case in found.cases:
        ours = stepped([f"{column:02}" for column in case["order"]], case["steps"])
        assert ours == pytest.approx(case["weights"], rel=1e-12)
    agreed("order_relation", found.program, FOUND, "swara_weighting: weights", 1e-12, AS_SWARA)


def test_the_table_of_the_overview() -> None:
    """Four criteria: ROC, rank sum and rank reciprocal at two decimals."""
    printed = {
        "centroid": [0.52, 0.27, 0.15, 0.06],
        "sum": [0.40, 0.30, 0.20, 0.10],
        "reciprocal": [0.48, 0.24, 0.16, 0.12],
    }
    for variant, weights in printed.items():
        assert by_place(4, variant).round(2).tolist() == weights
    note = f"numbers as {NOTES} quote them"
    agreed("rank_order", PAPER, OVERVIEW, "four criteria, three variants, 2 digits", 5e-3, note)


def test_misprints_in_the_table_of_the_overview() -> None:
    """Rows that sum to something else than 1, or to 1 only by cells that are rounded the wrong way."""
    assert by_place(3, "centroid") == pytest.approx([11 / 18, 5 / 18, 2 / 18])
    for places, variant, printed, sums in (
        (3, "centroid", [0.62, 0.28, 0.12], 1.02),
        (5, "sum", [0.33, 0.27, 0.21, 0.12, 0.07], 1.0),
    ):
        ours = by_place(places, variant)
        assert sum(printed) == pytest.approx(sums)
        assert ours.round(2).tolist() != printed
        assert np.abs(ours - printed).max() < 0.014
    for places, variant, at, printed_cell in (
        (5, "centroid", 0, 0.45),
        (5, "reciprocal", 2, 0.14),
        (6, "reciprocal", 1, 0.21),
        (6, "reciprocal", 2, 0.13),
        (6, "sum", 4, 0.09),
    ):
        assert 0.005 < abs(by_place(places, variant)[at] - printed_cell) < 0.008
    note = (
        f"numbers as {NOTES} quote them: of three criteria ROC is printed as 0.62, 0.28, 0.12, which sums to 1.02, "
        "and seven other cells are rounded the wrong way; ours are the formulas, for ROC of three (11, 5, 2) / 18"
    )
    what = "three, five and six criteria: nine cells at 2 digits"
    record(Agreement("weigh", "rank_order", PAPER, OVERVIEW, what, 5e-3, holds=False, note=note))


def test_places_by_pydecision() -> None:
    """An order drawn at random, by roc_method, rsw_method and rrw_method."""
    found = recorded("rank_order_pydecision")
    for case in found.cases:
        ranks = 1.0 + np.argsort(case["order"])[None]
        for variant in ("centroid", "sum", "reciprocal"):
            assert ranked_weights(ranks, variant)[0] == pytest.approx(case[variant], rel=1e-12)
    agreed("rank_order", found.program, FOUND, "roc_method, rsw_method, rrw_method: weights", 1e-12)
