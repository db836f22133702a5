"""Directional benefit of the doubt with bad outputs against answers of Compind, recorded with their samples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from record import Agreement, record
from recorded_answers import recorded

from zhishu.errors import MethodError
from zhishu.score.aggregators.programmes.directional import directional_benefit
from zhishu.score.aggregators.programmes.robust_directional import robust_directional_benefit

FOUND = recorded("compind_undesirable")
PLACES: dict[tuple[str, ...], Any] = {
    (): None,
    ("c", "a"): ["c", ["a", "b", "d"]],
    ("c", "a", "d", "b"): ["c", ["a", "d"], "b"],
    ("c", "b", "d"): ["c", "b", "d"],
}
"""The order that says what a preference of Compind asks for: the first above all, the last below all named."""
TABLES = "random data, 12 × 4, two of the columns bad, five seeds"


def answered(call: str, pref: tuple[str, ...], columns: int = 4) -> list[dict[str, Any]]:
    """Return the recorded cases of a function with that preference."""
    found = [
        case
        for case in FOUND.cases
        if case["call"] == call and tuple(case["pref"]) == pref and len(case["names"]) == columns
    ]
    assert len(found) >= 5
    return found


def ours(case: dict[str, Any], order: Any, **options: Any) -> np.ndarray:
    """Return our scores with the options that a case says."""
    names = case["names"]
    x = np.array(case["x"]) * np.where(np.arange(len(names)) < case["good"], 1, -1)
    limits = {"low": case["low"], "order": order, "mixtures": "any", "members": names, **options}
    weights = np.full(len(names), 1 / len(names))
    if "seed" not in case:
        return directional_benefit(x, weights, direction="own", **limits)
    draws, sample = np.shape(case["uniform"])
    generator = np.random.default_rng(case["seed"])
    return robust_directional_benefit(
        x, weights, direction="own", sample=sample, draws=draws, generator=generator, **limits
    )


def agreed(method: str, source: str, what: str, *, holds: bool = True, note: str = "") -> None:
    record(Agreement("aggregate", method, FOUND.program, source, what, 1e-8 if holds else 0.0, holds, note))


@pytest.mark.parametrize(
    ("pref", "columns"), [((), 4), (("c", "a"), 4), (("c", "a", "d", "b"), 4), (("c", "b", "d"), 3)]
)
def test_bod_constr_bad(pref: tuple[str, ...], columns: int) -> None:
    """Own direction, mixtures of any sum; with and without a least share."""
    for case in answered("ci_bod_constr_bad", pref, columns):
        assert ours(case, PLACES[pref]) == pytest.approx(case["scores"], abs=1e-8)
    said = f"pref {', '.join(pref)}" if pref else "without pref"
    lows = sorted({case["low"] for case in answered("ci_bod_constr_bad", pref, columns)})
    held = " and ".join(f"{low:g}" for low in lows)
    what = f"`mixtures: any`, {columns} columns, low_w {held}, {said}"
    agreed("directional_benefit", f"ci_bod_constr_bad: {TABLES}", what)


@pytest.mark.parametrize(("call", "wide"), [("ci_rbod_constr_bad", 0.0), ("ci_rbod_constr_bad_Q", 5**0.5)])
def test_rbod_constr_bad(call: str, wide: float) -> None:
    """Its own samples, eight of five; by likeness in a measure, np's bandwidth times √5 being ours."""
    for pref in ((), ("c", "a", "d", "b")):
        for case in answered(call, pref):
            options = {}
            if wide:
                options = {
                    "given": {"z": case["bandwidth"] * wide},
                    "measures": {"z": np.array(case["given"])},
                }
            found = ours(case, PLACES[pref], **options)
            assert found == pytest.approx(case["scores"], abs=1e-8)
    what = "the same 8 samples of 5 for each region, low_w 0 and 0.05, with pref of all four and without"
    note = "its sample() answers with the draws recorded" + (
        ", np's kernel weights written anew" if wide else ""
    )
    agreed("robust_directional_benefit", f"{call}: {TABLES}", what, note=note)


def test_a_preference_among_some_columns_binds_the_others_there() -> None:
    """Compind holds the first above every column, named or not; its manual says there is no judgement on those."""
    apart = 0
    for case in answered("ci_bod_constr_bad", ("c", "a", "b")):
        free = ours(case, ["c", "a", "b"])
        held = np.array(case["scores"])
        assert (held <= free + 1e-8).all()
        apart += int((held < free - 1e-6).any())
    assert apart >= 5
    note = (
        "the peer's rows hold the first column above every other, also above those that pref leaves out, on which "
        "its manual says there is no judgement; ours leave those free, so no score of ours is lower"
    )
    what = "pref of three of four columns"
    agreed("directional_benefit", f"ci_bod_constr_bad: {TABLES}", what, holds=False, note=note)


def test_a_programme_without_a_solution_scores_1_there() -> None:
    """A good column first: no weights keep every index of what is good below that of what is bad."""
    for case in answered("ci_bod_constr_bad", ("b", "a", "c", "d")):
        assert case["scores"] == [1.0] * 12
        with pytest.raises(MethodError, match="no weights"):
            ours(case, ["b", ["a", "c"], "d"])
    note = (
        "the programme has no solution; the peer takes the 0 that lpSolve then leaves as β without looking at its "
        "status, and every region scores 1. Ours is an error"
    )
    what = "pref b, a, c, d, of which a and b are good"
    agreed("directional_benefit", f"ci_bod_constr_bad: {TABLES}", what, holds=False, note=note)


def test_rbod_constr_q_scores_everyone_1() -> None:
    """All signs are minus, so that no weights are allowed; the same status is not looked at."""
    for pref in ((), ("c", "a", "d", "b")):
        for case in answered("ci_rbod_constr_Q", pref):
            assert case["scores"] == [1.0] * 12
            assert np.ptp(ours({**case, "good": 4}, PLACES[pref], mixtures="one")) > 0.01
    note = (
        "the peer asks for -Σ w y ≥ 0 with Σ w y = 1, which no weights fulfil, and takes the 0 that lpSolve leaves "
        "as β: every region scores 1. Ours compares with mixtures whose parts sum to at most 1"
    )
    what = "random data, 12 × 4, all columns good, five seeds: scores"
    agreed("robust_directional_benefit", "ci_rbod_constr_Q", what, holds=False, note=note)


def test_two_columns_in_order_stop_there() -> None:
    """A matrix of one row is no matrix in R."""
    for case in answered("ci_bod_constr_bad", ("c", "b"), 2):
        assert case["scores"] == "stops"
        assert np.isfinite(ours(case, ["c", "b"])).all()
