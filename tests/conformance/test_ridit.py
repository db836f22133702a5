"""Ridit analysis of the Chinese syllabus: the rank-sum ratio less half a place."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, program, record
from scipy.stats import rankdata

from zhishu.score.aggregators.orders.rank_sums import rank_sum_ratio


@pytest.mark.parametrize("seed", range(5))
def test_the_mean_ridit_by_weight(seed: int) -> None:
    """All regions as reference: a ridit is the part below and half of the part level, ties included."""
    generator = np.random.default_rng(seed)
    x, weights = generator.integers(0, 6, (20, 4)).astype(float), generator.dirichlet(np.ones(4))
    ridits = (rankdata(x, axis=0) - 0.5) / len(x)
    assert rank_sum_ratio(x, weights) - 0.5 / len(x) == pytest.approx(ridits @ weights, rel=1e-9)
    what = "mean ridit by weight = ratio − 1 / (2n), ranks by rankdata"
    source = "20 × 4 whole numbers with ties, five seeds"
    record(Agreement("aggregate", "rank_sum_ratio", program("scipy"), source, what, 1e-9, holds=True))
