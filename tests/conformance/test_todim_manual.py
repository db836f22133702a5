"""TODIM against the example in the manual of JMcDM (Julia), which bears the name but is another method."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.outranking.todim import todim

X = np.array(
    [[1, 0.9925], [0.8696, 0.8271], [0.7391, 0.8684], [0.5217, 0.7895], [0.6522, 0.9135], [0.6087, 0.8346], [0.913, 0.185]]
)  # fmt: skip
"""Seven alternatives; of the first criterion more is better, of the second less."""
PRINTED = [
    0.19354838709677424, 0.5806451612903226, 0.22580645161290328, 0.38709677419354843, 0.0, 0.22580645161290328, 1.0,
]  # fmt: skip


def test_tenths_of_ranks_added_up() -> None:
    """Its numbers are the weighted means of ranks in tenths, put on [0, 1]: no root, and no loss apart."""
    upward = X * np.array([1, -1])
    tenths = np.round((upward[:, None] >= upward[None]).mean(axis=1) * 10)
    apart = (tenths - tenths.min(axis=0)) / np.ptp(tenths, axis=0)
    mean = apart @ np.array([2, 3]) / 5
    assert (mean - mean.min()) / np.ptp(mean) == pytest.approx(PRINTED, abs=1e-12)
    taken = np.column_stack([X[:, 0], 1 / X[:, 1]])
    found = todim(taken, np.array([0.4, 0.6]), normalisation="sum")
    assert np.abs(found - PRINTED).max() > 0.3
    source, what = "JMcDM (Julia), documentation of todim", "seven alternatives by two criteria: scores"
    note = "its `todim` puts each column into tenths of ranks and adds up weighted differences; the published method "
    note += "takes roots of differences and lets losses count apart"
    record(Agreement("aggregate", "todim", MANUAL, source, what, 0, holds=False, note=note))
