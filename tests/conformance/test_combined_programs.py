"""Combined evaluation and the agreement of its methods against scipy, pyrepo-mcda, pyRankMCDA and RMCDA."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, program, record
from recorded_answers import recorded
from scipy import stats

from zhishu.score.aggregators.orders.joined import copeland, mean_rank, mean_score
from zhishu.score.agreement import method_agreement, rank_correlations
from zhishu.score.ranks import rank

FIVE = np.full(5, 0.2)
SEEDS = range(5)
SCIPY = program("scipy")
RANKINGS = "rankings of nine regions by five methods, five seeds"
DATA = "random data, 12 × 5, five seeds, also with ties"


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    kind, method = "aggregate", "combined_evaluation"
    record(Agreement(kind, method, against, source, what, tolerance, holds=holds, note=note))


def tables() -> list[np.ndarray]:
    drawn = [np.random.default_rng(seed).random((12, 5)) for seed in SEEDS]
    return drawn + [scores.round(1) for scores in drawn]


def test_copeland_against_pyrankmcda() -> None:
    """The scores; the ranks it makes of them break ties by chance."""
    found = recorded("combined_pyrankmcda")
    for case in found.cases:
        ours = copeland(-np.array(case["ranks"], dtype=float), FIVE)
        assert np.array_equal(ours, case["scores"])
    agreed(found.program, RANKINGS, "`copeland`: scores", 0.0)


def test_against_pyrepo_mcda() -> None:
    """Both of its rankings are those of the sums of ranks."""
    found = recorded("combined_pyrepo")
    differs = False
    for case in found.cases:
        scores = -np.array(case["ranks"], dtype=float)
        ours = rank(mean_rank(scores, FIVE), tolerance=1e-9)
        assert np.array_equal(ours, rank(-np.array(case["copeland"], dtype=float)))
        assert np.array_equal(ours, rank(-np.array(case["graph"], dtype=float)))
        differs |= not np.array_equal(rank(copeland(scores, FIVE)), case["copeland"])
    agreed(found.program, RANKINGS, "`mean_rank`: the order of copeland and dominance_directed_graph", 0.0)
    assert differs
    note = (
        "its copeland subtracts from the sum of n - r what others have of it, so the order is `mean_rank`'s"
    )
    agreed(found.program, RANKINGS, "`copeland`: the order of its copeland", 0.0, holds=False, note=note)


def test_against_rmcda() -> None:
    """Its Copeland adds wins and losses method by method, without a majority."""
    found = recorded("combined_rmcda")
    differs = False
    for case in found.cases:
        scores, totals = np.array(case["scores"]), np.array(case["totals"])
        assert mean_rank(scores, FIVE) == pytest.approx((totals / 5 + len(totals) + 1) / 2, abs=1e-12)
        differs |= not np.array_equal(rank(copeland(scores, FIVE)), rank(totals))
    source = "random scores with ties, 9 × 5, five seeds"
    agreed(found.program, source, "`mean_rank`: the totals of apply.COPELAND, (total/m + n + 1)/2", 1e-12)
    assert differs
    note = "its apply.COPELAND adds wins and losses over the methods and takes no majority: linear in Borda's count"
    agreed(found.program, source, "`copeland`: the order of apply.COPELAND", 0.0, holds=False, note=note)


def test_the_mean_of_standardised_scores_against_scipy() -> None:
    """The mean of zscore."""
    for scores in tables():
        assert mean_score(scores, FIVE) == pytest.approx(stats.zscore(scores).mean(axis=1), abs=1e-12)
    agreed(SCIPY, DATA, "`mean_score`: the mean of zscore over the methods", 1e-12)


def test_the_mean_of_ranks_against_scipy() -> None:
    """The mean of rankdata."""
    for scores in tables():
        assert mean_rank(scores, FIVE) == pytest.approx(
            stats.rankdata(scores, axis=0).mean(axis=1), abs=1e-12
        )
    agreed(SCIPY, DATA, "`mean_rank`: the mean of rankdata over the methods", 1e-12)


def test_agreement_against_scipy() -> None:
    """Friedman's χ² and its probability; Spearman's ρ of each method with the combination."""
    for scores in tables():
        ours = method_agreement(scores)
        peer = stats.friedmanchisquare(*scores)
        assert float(ours.chi_square) == pytest.approx(peer.statistic, rel=1e-9)
        assert float(ours.p_value) == pytest.approx(peer.pvalue, rel=1e-9)
        joined = mean_score(scores, FIVE)
        related = [stats.spearmanr(one, joined).statistic for one in scores.T]
        assert rank_correlations(scores, joined) == pytest.approx(related, rel=1e-9)
    agreed(SCIPY, DATA, "agreement before joining: friedmanchisquare, χ² and p", 1e-9)
    agreed(SCIPY, DATA, "agreement after joining: spearmanr of each method with the combination", 1e-9)
