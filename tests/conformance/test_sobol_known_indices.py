"""The estimator on functions whose indices are known in closed form, and on a peer's own numbers."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from record import CLOSED_FORM, COINR, Agreement, record

from zhishu.doubt.design import Factor
from zhishu.doubt.radial import radial_design
from zhishu.doubt.sobol import indices_of, resampling, sobol_indices, sums_of

GOLDEN = Path(__file__).parents[3] / "shared" / "golden"
needs_golden = pytest.mark.skipif(not GOLDEN.is_dir(), reason="../shared/golden is absent")


def ishigami(u: np.ndarray, a: float = 7.0, b: float = 0.1) -> np.ndarray:
    """Sin x1 + a sin² x2 + b x3⁴ sin x1 on [-π, π]³ (Ishigami and Homma 1990)."""
    x = np.pi * (2 * u - 1)
    return (np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0]))[:, None]


def ishigami_indices(a: float = 7.0, b: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Return its first-order and total indices in closed form."""
    one = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    two = a**2 / 8
    both = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    first, total = np.array([one, two, 0.0]), np.array([one + both, two, both])
    return first / (one + two + both), total / (one + two + both)


G = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])


def g_function(u: np.ndarray) -> np.ndarray:
    """Π (|4u - 2| + a) / (1 + a) on the unit cube (Saltelli and Sobol' 1995)."""
    return np.prod((np.abs(4 * u - 2) + G) / (1 + G), axis=1)[:, None]


def g_indices() -> tuple[np.ndarray, np.ndarray]:
    """Return its first-order and total indices in closed form."""
    own = 1 / (3 * (1 + G) ** 2)
    whole = np.prod(1 + own) - 1
    total = own * np.prod(1 + own) / (1 + own)
    return own / whole, total / whole


SOURCES = {"ishigami": "Ishigami and Homma 1990", "g": "Saltelli and Sobol' 1995"}
CASES = {"ishigami": (ishigami, ishigami_indices(), 3), "g": (g_function, g_indices(), 8)}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    ("sampler", "tolerance"), [("sobol", 0.01), ("latin_hypercube", 0.06), ("random", 0.06)]
)
def test_known_indices_are_found(case, sampler, tolerance) -> None:
    """With 2^13 rows every index lies within the tolerance, and a true 0 is not called measured."""
    function, (first, total), factors = CASES[case]
    listed = [Factor(f"x{place}") for place in range(factors)]
    design = radial_design(listed, 2**13, np.random.default_rng(0), sampler)
    found = sobol_indices(function, design, np.random.default_rng(1), replicates=100, rows=512)
    assert found.first.value[:, 0] == pytest.approx(first, abs=tolerance)
    assert found.total.value[:, 0] == pytest.approx(total, abs=tolerance)
    assert (found.total.status == "measured").all()
    assert (found.first.status[first == 0] == "noise").all()
    what = f"first-order and total indices, 8,192 rows, {sampler}"
    record(Agreement("doubt", "sobol_indices", CLOSED_FORM, SOURCES[case], what, tolerance, holds=True))


@pytest.mark.parametrize("case", CASES)
def test_known_indices_lie_in_their_intervals(case) -> None:
    """On random rows the 90 % intervals hold the true index in at least 80 % of 40 analyses."""
    function, (first, total), factors = CASES[case]
    listed = [Factor(f"x{place}") for place in range(factors)]
    inside = []
    for seed in range(40):
        design = radial_design(listed, 512, np.random.default_rng(seed), "random")
        found = sobol_indices(function, design, np.random.default_rng(seed + 100), rows=512)
        for estimate, true in ((found.first, first), (found.total, total)):
            inside.append((estimate.low[:, 0] <= true) & (true <= estimate.high[:, 0]))
    assert np.mean(inside) >= 0.8


def test_a_group_has_the_closed_index_of_its_members() -> None:
    """Ishigami's x1 and x3 moved together explain all that x2 does not."""
    first, _ = ishigami_indices()
    design = radial_design([Factor("x1 and x3", 2), Factor("x2")], 2**13, np.random.default_rng(0))
    found = sobol_indices(lambda u: ishigami(u[:, [0, 2, 1]]), design, np.random.default_rng(1), rows=512)
    assert found.first.value[:, 0] == pytest.approx([1 - first[1], first[1]], abs=0.01)


def peers_table(path: str) -> dict[str, np.ndarray]:
    """Return the columns of a table of the peer's indices."""
    with (GOLDEN / path).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0] if name != "Variable"}


def numbers(path: str, skip: int) -> np.ndarray:
    """Return the numbers of a table from column `skip` on."""
    with (GOLDEN / path).open(encoding="utf-8") as file:
        return np.array([[float(cell) for cell in row[skip:]] for row in list(csv.reader(file))[1:]])


C2 = "c2_163x18_skew_zscore_arith_UA_SA/"


def peers_results(case: str) -> np.ndarray:
    """Return the peer's own evaluations as (rows, factors + 2, 1): all at a, all at b, then by factor."""
    if case == "function":
        return numbers("functions/sa_design.csv", 3).reshape(5, 400, 1).swapaxes(0, 1)
    ranks = numbers(C2 + "sa_N500_ranks.csv", 1)
    return np.abs(ranks[:, 1:] - ranks[:, :1]).mean(axis=0).reshape(5, 500, 1).swapaxes(0, 1)


PEERS = {"function": "functions/sa_indices.csv", "ranks": C2 + "sa_N500_sensitivity.csv"}


@needs_golden
@pytest.mark.parametrize("case", PEERS)
def test_the_same_evaluations_give_the_peers_indices(case) -> None:
    """Uncentred, as it was published: COINr's numbers to 1e-12, its bootstrap ends to resampling error."""
    y, theirs = peers_results(case), peers_table(PEERS[case])
    sums = sums_of(y, resampling(len(y), 4000, np.random.default_rng(0)), np.zeros(1))
    found = indices_of(sums, ("a", "b", "c"), centred=False)
    assert found.first.value[:, 0] == pytest.approx(theirs["Si"], abs=1e-12)
    assert found.total.value[:, 0] == pytest.approx(theirs["STi"], abs=1e-12)
    for ours, name in ((found.first, "Si"), (found.total, "STi")):
        # The peer resamples 100 or 200 times: an end of its interval has a standard error of about a
        # tenth of the interval's width.
        width = theirs[f"{name}_q95"] - theirs[f"{name}_q5"]
        assert (np.abs(ours.low[:, 0] - theirs[f"{name}_q5"]) < 0.3 * width).all()
        assert (np.abs(ours.high[:, 0] - theirs[f"{name}_q95"]) < 0.3 * width).all()
    note = "as published, not centred; ours centres by default, which narrows the intervals"
    what = "indices from the same evaluations"
    record(
        Agreement(
            "doubt", "sobol_indices", COINR, f"golden/{PEERS[case]}", what, 1e-12, holds=True, note=note
        )
    )


@needs_golden
def test_centring_makes_the_intervals_narrower() -> None:
    """The published first-order estimator pays for where the zero lies; ours does not."""
    y = peers_results("ranks")
    sums = sums_of(y, resampling(len(y), 1000, np.random.default_rng(0)), np.zeros(1))
    centred, plain = (indices_of(sums, ("a", "b", "c"), centred=how).first for how in (True, False))
    assert (centred.high - centred.low < 0.8 * (plain.high - plain.low)).all()
