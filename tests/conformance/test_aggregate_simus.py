"""SIMUS: the worked example of its authors, and the answers of scikit-criteria."""

from __future__ import annotations

import numpy as np
import pytest
from record import PAPER, QUOTED_SKCRITERIA, Agreement, record
from recorded_answers import recorded

from zhishu.score.aggregators.programmes.simus import efficient_results, simus

SOURCE = "random data, 9 × 5, five seeds"


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("aggregate", "simus", against, source, what, tolerance, holds, note))


def asked(case: dict) -> tuple[np.ndarray, np.ndarray, list[float | None]]:
    """Return columns with costs turned by their sign, equal weights, and the targets turned likewise."""
    sign = np.where(np.array(case["cost"], dtype=bool), -1.0, 1.0)
    targets = [None if one is None else side * one for one, side in zip(case["targets"], sign, strict=True)]
    return np.array(case["x"]) * sign, np.full(len(sign), 1 / len(sign)), targets


def test_the_land_that_was_rehabilitated() -> None:
    """Three projects for the docks of a port by four criteria, one of them a cost, one with a target of 500."""
    x = np.array([[250, 120, -20, 800], [130, 200, -40, 1000], [350, 340, -15, 600]], dtype=float)
    targets, equal = [None, 500, None, None], np.full(4, 0.25)
    first = simus(x, equal, targets=targets)
    assert first == pytest.approx([0.09090909, 0.66603535, 0.74305556], abs=5e-9)
    second = simus(x, equal, targets=targets, procedure="dominance")
    assert second == pytest.approx([-2.45454545, 0.99621211, 1.45833334], abs=2e-8)
    source = "Munier, Carignano and Alberto, Revista de la EPIO 24(39), land rehabilitation"
    agreed(PAPER, source, "scores of both procedures, eight digits", 2e-8, note=QUOTED_SKCRITERIA)


def test_random_tables_against_scikit_criteria() -> None:
    """Benefits only, two costs, and two costs with targets: every optimum is the only one."""
    found = recorded("simus_skcriteria")
    for case in found.cases:
        x, equal, targets = asked(case)
        ours = efficient_results(x, equal, targets=targets)
        assert (ours.alone == ours.found).all()
        assert ours.shares == pytest.approx(np.array(case["shares"]), abs=2e-7)
        for procedure in ("participation", "dominance"):
            score = simus(x, equal, targets=targets, procedure=procedure)
            assert score == pytest.approx(case[procedure], abs=5e-6)
    what = "efficient results matrix, scores of both procedures; without and with costs, with targets"
    agreed(found.program, SOURCE, what, 2e-7, note="the solver there prints eight digits")


def test_tables_of_few_whole_numbers_against_scikit_criteria() -> None:
    """Where a programme has several optima, its solver may stop at another corner."""
    found = recorded("simus_ties_skcriteria")
    apart = 0
    for case in found.cases:
        x, equal, targets = asked(case)
        ours, theirs = efficient_results(x, equal, targets=targets), np.array(case["shares"])
        assert ours.shares[ours.alone] == pytest.approx(theirs[ours.alone], abs=2e-7)
        apart += int(np.abs(ours.shares - theirs).max() > 1e-3)
    assert apart
    source = "whole numbers from 1 to 3, 9 × 5, five seeds"
    agreed(found.program, source, "rows of the matrix whose optimum is the only one", 2e-7)
    note = (
        "several corners are equally good, so neither is wrong: the peer's depends on the order of the table "
        "and gives equal regions unequal scores; ours depends on the values alone"
    )
    agreed(found.program, source, "all rows", 0.0, holds=False, note=note)


def test_more_than_ten_regions_against_scikit_criteria() -> None:
    """Its variables x0, x1, x10, x11, x2 … stand in the order of their names, not of the regions."""
    found = recorded("simus_twelve_skcriteria")
    for case in found.cases:
        x, equal, _ = asked(case)
        ours, theirs = efficient_results(x, equal).shares, np.array(case["shares"])
        assert np.abs(ours - theirs).max() > 0.1
        named = sorted(range(12), key=lambda place: f"x{place}")
        assert ours[:, named] == pytest.approx(theirs, abs=2e-7)
    source = "random data, 12 × 5, five seeds"
    what = "efficient results matrix, its columns put in the order of the regions"
    agreed(found.program, source, what, 2e-7)
    note = (
        "from the eleventh region on the peer gives amounts to the wrong regions: it reads the solver's variables "
        "in the order of their names (x0, x1, x10, x11, x2 …); put back, they are ours"
    )
    agreed(found.program, source, "efficient results matrix as it stands", 0.0, holds=False, note=note)
