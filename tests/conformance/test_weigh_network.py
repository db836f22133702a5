"""The analytic network process against printed priorities, a printed limit, and two recorded programs."""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, MANUAL, Agreement, record
from recorded_answers import recorded

from zhishu.weigh.judged.network import anp, limit_matrix
from zhishu.weigh.judged.supermatrix import network_of


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("weigh", "anp", against, source, what, tolerance, holds=holds, note=note))


def weights_of(direct: np.ndarray) -> np.ndarray:
    """Return the weights of influences row on column, by way of the table that an edition would hold."""
    names = tuple(str(place + 1) for place in range(len(direct)))
    table = {
        name: {on: float(value) for on, value in zip(names, row, strict=True)}
        for name, row in zip(names, direct, strict=True)
    }
    return anp(np.zeros((2, len(names))), names, influences=table)


def test_the_level_of_a_dam() -> None:
    """Flood control, recreation and hydro-electric power at three levels: priorities and consistency."""
    members = ("flood", "recreation", "power", "low", "intermediate", "high")
    table = {
        "flood / recreation": {"low": 3, "intermediate": "1/3", "high": "1/5"},
        "flood / power": {"low": 5, "intermediate": 1, "high": "1/9"},
        "recreation / power": {"low": 3, "intermediate": 3, "high": "1/4"},
        "low / low": {"flood": 1},
        "intermediate / intermediate": {"recreation": 1},
        "high / high": {"power": 1},
    }
    printed = {
        "low": ([0.637, 0.258, 0.105], 0.033),
        "intermediate": ([0.200, 0.600, 0.200], 0.000),
        "high": ([0.060, 0.231, 0.709], 0.061),
    }
    found = network_of(table, members)
    for level, (priorities, ratio) in printed.items():
        column = found.supermatrix[:, members.index(level)]
        assert column == pytest.approx([*priorities, 0, 0, 0], abs=5.1e-4)
        assert float(found.judged[level].ratio) == pytest.approx(ratio, abs=1.1e-3)
    source = "Saaty, The Essentials of the Analytic Network Process with Seven Examples (2), slides"
    agreed(
        MANUAL,
        source,
        "three columns of the supermatrix of a dam and their consistency ratios, 3 digits",
        5e-4,
    )


# Six criteria of who is to be helped among small firms; row on column.
FIRMS = np.array(
    [
        [0, 0.75, 1 / 6, 1 / 6, 0.260497956, 0],
        [0, 0, 1 / 6, 1 / 6, 0.106156324, 0],
        [0.75, 0, 1 / 6, 1 / 6, 0, 0],
        [0, 0, 1 / 6, 1 / 6, 0.63334572, 0],
        [0, 0, 1 / 6, 1 / 6, 0, 1],
        [0.25, 0.25, 1 / 6, 1 / 6, 0, 0],
    ]
)
FIRMS_SQUARED = np.array(
    [
        [0.125, 0, 0.223971882, 0.223971882, 0.185174863, 0.260497956],
        [0.125, 0, 0.073248276, 0.073248276, 0.10555762, 0.106156324],
        [0.125, 0.5625, 0.180555556, 0.180555556, 0.300931087, 0],
        [0.125, 0, 0.161113176, 0.161113176, 0.10555762, 0.63334572],
        [0.375, 0.25, 0.222222222, 0.222222222, 0.10555762, 0],
        [0.125, 0.1875, 0.138888889, 0.138888889, 0.19722119, 0],
    ]
)
FIRMS_LIMIT = np.array([0.183422434, 0.087203184, 0.203574019, 0.192467883, 0.199669404, 0.133663076])


def test_the_aid_to_small_firms() -> None:
    """The printed square, and as the limit the first column of the printed sixteenth power."""
    source = "a public program that shows its steps (PHP, SWARA and ANP, aid to small firms)"
    squared = FIRMS @ FIRMS
    assert squared == pytest.approx(FIRMS_SQUARED, abs=2e-9)
    assert np.linalg.matrix_power(FIRMS, 16)[:, 0] == pytest.approx(FIRMS_LIMIT, abs=2e-9)
    assert weights_of(FIRMS) == pytest.approx(FIRMS_LIMIT, abs=1.5e-6)
    note = "the page stops at the sixteenth power, which has the limit to six digits; its own table of the supermatrix "
    note += "does not have the square that it prints, the priorities in the columns used here have"
    agreed(MANUAL, source, "the limit of a supermatrix of six criteria", 1.5e-6, note=note)


def test_the_same_from_comparisons() -> None:
    """Nearly: the page takes means of normalised columns for priorities, here they are eigenvectors."""
    names = tuple(f"C{place}" for place in range(1, 7))
    pairs: dict[str, dict[str, float | str]] = {
        f"{a} / {b}": {"C3": 1, "C4": 1} for place, a in enumerate(names) for b in names[place + 1 :]
    }
    pairs["C3 / C6"]["C1"] = 3
    pairs["C1 / C6"]["C2"] = 3
    pairs["C1 / C2"]["C5"] = 3
    pairs["C1 / C4"]["C5"] = "1/3"
    pairs["C2 / C4"]["C5"] = "1/5"
    pairs["C5 / C5"] = {"C6": 1}
    found = network_of(pairs, names).supermatrix
    alike = [0, 1, 2, 3, 5]
    assert found[:, alike] == pytest.approx(FIRMS[:, alike], abs=1e-12)
    assert np.abs(found[:, 4] - FIRMS[:, 4]).max() < 4e-3
    assert anp(np.zeros((2, 6)), names, influences=pairs) == pytest.approx(FIRMS_LIMIT, abs=1e-3)


def test_the_limit_of_pyanp() -> None:
    """Where powers settle it is the same; where they go round, its answer is one step of the round."""
    settled, cycle = recorded("network_pyanp_whole"), recorded("network_pyanp_cycle")
    for case in settled.cases:
        direct = np.array(case["influences"], dtype=float)
        assert limit_matrix(direct / direct.sum(axis=0)) == pytest.approx(np.array(case["limit"]), abs=1e-12)
        assert weights_of(direct) == pytest.approx(np.array(case["limit"])[:, 0], rel=1e-9)
    agreed(settled.program, "random influences of 4 to 8 columns, five seeds", "weights", 1e-9)
    for case in cycle.cases:
        direct, theirs = np.array(case["influences"], dtype=float), np.array(case["limit"])
        supermatrix = direct / direct.sum(axis=0)
        assert np.abs(supermatrix @ theirs - theirs).max() > 0.3
        both = (theirs + supermatrix @ theirs) / 2
        assert limit_matrix(supermatrix) == pytest.approx(both, abs=1e-12)
    note = "the peer's columns are one step of a cycle of two, which W does not leave unchanged; the mean of both "
    note += "steps is the answer here, to 12 digits"
    what = "three columns that influence only three others and back"
    agreed(cycle.program, "random influences, five seeds", what, 1e-9, holds=False, note=note)


def test_the_mean_of_a_hundred_powers_of_pydecision() -> None:
    """It has not come to rest after a hundred steps; here is the limit itself."""
    for kind in ("whole", "cycle"):
        found = recorded(f"network_pydecision_{kind}")
        for case in found.cases:
            direct = np.array(case["influences"], dtype=float)
            supermatrix = direct / direct.sum(axis=0)
            powers = [np.linalg.matrix_power(supermatrix, step) for step in range(1, 101)]
            theirs = np.array(case["limit"])
            assert theirs == pytest.approx(np.mean(powers, axis=0), abs=5e-3)
            assert limit_matrix(supermatrix) == pytest.approx(theirs, abs=5e-3)
    note = "the peer's mean over at most the first 100 powers nears the limit as 1 / k"
    agreed(
        found.program,
        "random influences, settled and in a cycle, five seeds each",
        "the limit",
        5e-3,
        note=note,
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_eigenvector(seed: int) -> None:
    """W w = w, from NumPy's eigenvectors of a matrix without zeros."""
    direct = np.random.default_rng(seed).uniform(0.01, 1.0, (9, 9))
    values, vectors = np.linalg.eig(direct / direct.sum(axis=0))
    principal = np.abs(vectors[:, values.real.argmax()].real)
    assert weights_of(direct) == pytest.approx(principal / principal.sum(), rel=1e-9)
    agreed(CLOSED_FORM, "numpy.linalg.eig", "the principal eigenvector of nine columns, 5 seeds", 1e-9)
