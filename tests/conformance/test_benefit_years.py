"""Benefit of the doubt over several years, bounded by variances, penalised: Compind's answers, printed Malmquist."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from record import MANUAL, Agreement, program, record
from recorded_answers import recorded
from scipy.optimize import linprog

from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt
from zhishu.score.changes import frontier_parts, geometric_parts
from zhishu.weigh.envelopment.variances import variance_bounded_scores, variance_interval

RANDOM = "random data, five seeds"
FRONTIERS = {"E_C": "each_year", "E_S": "until_year", "E_I": "all_years"}


def agreed(
    against: str,
    source: str,
    what: str,
    tolerance: float,
    *,
    note: str = "",
    method: str = "benefit_of_the_doubt",
) -> None:
    record(Agreement("aggregate", method, against, source, what, tolerance, holds=True, note=note))


def differs(against: str, source: str, what: str, note: str, *, method: str = "benefit_of_the_doubt") -> None:
    record(Agreement("aggregate", method, against, source, what, 0.0, holds=False, note=note))


def test_bounds_from_every_sample_against_compind() -> None:
    """Its function with all 46,656 samples of six regions in the place of drawn ones."""
    found = recorded("years_every_sample_compind")
    for case in found.cases:
        assert variance_bounded_scores(np.array(case["x"])) == pytest.approx(case["scores"], abs=1e-12)
    note = "every sample with replacement in the place of those that R's boot draws: the limit for many draws"
    what = "`bounds_on: variances`, 6 × 3, ci_bod_var_w: scores"
    agreed(found.program, RANDOM, what, 1e-12, note=note)


def test_bounds_from_drawn_samples_against_compind() -> None:
    """With its own 5,000 draws: near the exact bounds, and no nearer."""
    found = recorded("years_variances_compind")
    gaps = [
        np.abs(variance_bounded_scores(np.array(case["x"])) - case["scores"]).max() for case in found.cases
    ]
    assert max(gaps) < 0.005
    what = "`bounds_on: variances`, 25 × 4, ci_bod_var_w as it is, 5,000 draws: scores"
    agreed(
        found.program, RANDOM, what, 0.005, note="what is left is the error of its draws; ours draws nothing"
    )


def test_bounds_on_variances_against_highs() -> None:
    """A row for every pair of columns, one programme after another."""
    for seed in range(5):
        x = np.random.default_rng(seed).uniform(0.0, 1.0, (30, 5))
        low, high = variance_interval(x)
        pairs = np.zeros((20, 5))
        for row, (i, j) in enumerate(permutations(range(5), 2)):
            pairs[row, [i, j]] = -1.0, low[i] / high[j]
        rows, right = np.vstack([x, pairs]), np.repeat([1.0, 0.0], [30, 20])
        best = [-linprog(-own, A_ub=rows, b_ub=right, method="highs").fun for own in x]
        assert variance_bounded_scores(x) == pytest.approx(best, abs=1e-9)
    what = "`bounds_on: variances`: five random tables of 30 × 5, a bound for each pair of columns, scores"
    agreed(program("scipy"), "HiGHS", what, 1e-9, note="ours has one bound for each column instead")


def test_the_penalty_against_compind() -> None:
    """With the means of columns subtracted from columns, and on columns that have one mean and deviation."""
    found = recorded("years_penalty_compind")
    for case in found.cases:
        x, alike = np.array(case["x"]), np.ones(4)
        bounds = {"low": case["low"], "high": case["high"]}
        plain, minus, plus = (
            benefit_of_the_doubt(x, alike, penalty=penalty, **bounds) for penalty in ("none", "minus", "plus")
        )
        assert plain == pytest.approx(case["positive"]["scores"], abs=1e-12)
        assert minus == pytest.approx(case["positive"]["by_column"], abs=1e-12)
        assert plus == pytest.approx(case["negative"]["by_column"], abs=1e-12)
        z = 100 + 10 * (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
        of_z = benefit_of_the_doubt(z, alike, penalty="minus", **bounds)
        assert of_z == pytest.approx(case["of_z_scores"]["penalised"], abs=1e-10)
    source = f"{RANDOM}, 12 × 4, shares of 10 to 60 percent"
    agreed(found.program, source, "ci_bod_constr_mpi: scores without the penalty", 1e-12)
    note = (
        "its line `(x_num-Ma)/Sqm` put the other way round, `t((t(x_num)-Ma)/Sqm)`; see the next row but one"
    )
    agreed(
        found.program, source, "`penalty: minus` and `plus`, one line of its source mended", 1e-12, note=note
    )
    what = "`penalty: minus` of columns that are z-scores with mean 100 and deviation 10 already"
    agreed(found.program, source, what, 1e-10)


def test_compind_subtracts_means_down_the_rows() -> None:
    """Its z-scores take the mean of column 1 from row 1, of column 2 from row 2, and so on: shown with its answer."""
    found = recorded("years_penalty_compind")
    for case in found.cases:
        x = np.array(case["x"])
        mean, deviation = (np.tile(part, 3)[:, None] for part in (x.mean(axis=0), x.std(axis=0, ddof=1)))
        z = 100 + 10 * (x - mean) / deviation
        theirs = np.array(case["positive"]["scores"]) * (1 - z.var(axis=1, ddof=1) / z.mean(axis=1) ** 2)
        assert theirs == pytest.approx(case["positive"]["penalised"], abs=1e-12)
        ours = benefit_of_the_doubt(x, np.ones(4), penalty="minus", low=case["low"], high=case["high"])
        assert np.abs(ours - theirs).max() > 1e-3
    note = (
        "the peer subtracts a vector of column means from a matrix, which R lays down the rows, so that row i is "
        "compared with the mean of column i mod 4; ours subtracts from each column its own mean"
    )
    source = f"{RANDOM}, 12 × 4"
    differs(found.program, source, "ci_bod_constr_mpi as it is: penalised scores", note)


def panel(case: dict) -> np.ndarray:
    """Return the values as (years, regions, columns); rows come by year."""
    return np.array(case["x"]).reshape(3, 8, 3)


def by_year(case: dict, name: str) -> np.ndarray:
    """Return a column of Compind's answer, whose rows come by region, as (years, regions)."""
    return np.array(case["answer"][name], dtype=float).reshape(8, 3).T


def test_frontiers_of_several_years_against_compind() -> None:
    """Contemporaneous, sequential and intertemporal scores, and the ratios it makes of them."""
    found = recorded("years_time_compind")
    for case in found.cases:
        scores = {
            name: benefit_of_the_doubt(
                panel(case), np.ones((3, 3)), frontier=frontier, years=tuple(case["time"][::8])
            )
            for name, frontier in FRONTIERS.items()
        }
        for name, ours in scores.items():
            assert ours == pytest.approx(by_year(case, name), abs=1e-9)
        parts = frontier_parts(scores["E_C"], scores["E_I"])
        assert parts.catching_up == pytest.approx(by_year(case, "TotalChange")[1:], rel=1e-9)
        sequential = frontier_parts(scores["E_S"], scores["E_I"])
        assert sequential.catching_up == pytest.approx(by_year(case, "CatchUp")[1:], rel=1e-9)
        theirs = by_year(case, "CatchUp") * by_year(case, "BenchmarkShift") / by_year(case, "TotalChange")
        assert np.abs(theirs[1:] - 1).max() > 0.05
        assert parts.catching_up * parts.frontier_shift == pytest.approx(parts.change, rel=1e-14)
        changed = scores["E_I"][1:] / scores["E_I"][:-1]
        assert parts.change == pytest.approx(changed, rel=1e-12)
    source = f"{RANDOM}, 8 regions, 3 years, 3 columns"
    note = "lpSolve in the place of Benchmarking::dea, which its ci_bod calls"
    what = "`frontier: each_year`, `until_year`, `all_years`: E_C, E_S, E_I of ci_bod_time_decomp"
    agreed(found.program, source, what, 1e-9, note=note)
    agreed(found.program, source, "catching_up: its TotalChange", 1e-9, note="it is the ratio of own scores")
    note = (
        "its CatchUp times BenchmarkShift is not its TotalChange: the shift is one number a year, the mean ratio of "
        "the frontier regions' mean values; ours is what change against one frontier has beyond catching up, for "
        "each region, so that the parts multiply exactly"
    )
    differs(found.program, source, "frontier_shift: BenchmarkShift of ci_bod_time_decomp", note)


def test_effects_of_a_geometric_index_against_compind() -> None:
    """Change of indicators, of the benchmark and of weights; its overall change leaves the last one out."""
    found = recorded("years_geometric_compind")
    for case in found.cases:
        x, weights = np.array([case["x0"], case["x1"]]), np.array([case["w0"], case["w1"]])
        benchmark = x[:, case["benchmark"] - 1]
        parts = geometric_parts(x, weights, benchmark)
        effects = np.exp([part[0].sum(axis=-1) for part in parts])
        overall, *theirs = np.array(case["effects"]).T
        assert effects == pytest.approx(np.array(theirs), rel=1e-10)
        index = ((x / benchmark[:, None]) ** weights).prod(axis=-1)
        assert effects.prod(axis=0) == pytest.approx(index[1] / index[0], rel=1e-10)
        assert overall == pytest.approx(effects[:2].prod(axis=0), rel=1e-10)
        assert np.abs(overall - index[1] / index[0]).max() > 0.01
        assert case["frames"]
    source = f"{RANDOM}, 10 × 4, two years, shares of 5 to 60 percent"
    note = "asked with matrices: with data frames, as its manual has them, it stops with an error (R 4.2.2)"
    what = "geometric_parts: change, benchmark and weight effects of ci_geom_bod_intertemp"
    agreed(found.program, source, what, 1e-10, note=note, method="geometric")
    note = (
        "the peer leaves the weight effect out of its overall change, which therefore is not the ratio of the two "
        "indices; ours multiply to it"
    )
    what = "overall change of ci_geom_bod_intertemp"
    differs(found.program, source, what, note, method="geometric")


# DEAP 2.1, example EG4: distances of five firms from the technology of year 1, in years 1 and 2; effch, techch, tfpch.
DEAP = (
    ((0.5, 0.5, 1.0, 0.8, 0.833), (0.5, 0.75, 1.333, 0.6, 1.0)),
    ((0.75, 1.125, 1.0, 0.562, 0.9), (1.333,) * 5, (1.0, 1.5, 1.333, 0.75, 1.2)),
)
# DataEnvelopmentAnalysis.jl, manual: outputs and inputs of five units in two periods; EC, TC, M.
JULIA = (
    (([1, 4, 6, 3, 5], [2, 3, 5, 4, 4]), ([1, 4, 6, 3, 3], [1, 2, 4, 3, 4])),
    ((1.33333, 1.0, 0.833333, 0.888889, 0.4), (1.5,) * 5, (2.0, 1.5, 1.25, 1.33333, 0.6)),
)


def one_column(x: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return catching up, shift and change of regions with one column, (years, regions)."""
    own, fixed = (
        benefit_of_the_doubt(x[..., None], np.ones((2, 1)), frontier=frontier, years=(1, 2))
        for frontier in ("each_year", "all_years")
    )
    found = frontier_parts(own, fixed)
    return found.catching_up[0], found.frontier_shift[0], found.change[0]


def test_printed_malmquist_indices() -> None:
    """One output per unit of one input under constant returns is a benefit of the doubt of one column."""
    distances, printed = DEAP
    for ours, theirs in zip(one_column(np.array(distances)), printed, strict=True):
        assert ours == pytest.approx(theirs, abs=0.0011)
    periods, expected = JULIA
    ratios = np.array([np.divide(*period) for period in periods])
    for ours, theirs in zip(one_column(ratios), expected, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-5)
    note = "one column: the frontier shifts alike for all, so that the frontier of all years and those of two agree"
    source = "output of DEAP 2.1 for example EG4 of Coelli's guide, years 1 and 2"
    agreed(
        MANUAL,
        source,
        "catching_up, frontier_shift, change: effch, techch, tfpch of 5 firms",
        0.0011,
        note=note,
    )
    source = "DataEnvelopmentAnalysis.jl, The Malmquist index"
    agreed(MANUAL, source, "catching_up, frontier_shift, change: EC, TC, M of 5 units", 1e-5, note=note)
