"""The EM algorithm against Amelia (R): its answers stand in tests/conformance/recorded."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, record
from recorded_answers import recorded

from zhishu.prepare.impute.normal import em_moments, multivariate_normal
from zhishu.prepare.impute.standardise import standardised


def test_em_against_amelia() -> None:
    """Mean, covariance and conditional means of 40 regions × 4 columns, one cell in ten missing."""
    found = recorded("em_amelia")
    for case in found.cases:
        x = np.array(case["x"], dtype=float)
        standard = standardised(x)
        ours = em_moments(standard.values, np.zeros(4), tolerance=1e-12, limit=5000)
        sd = standard.sd[0]
        assert standard.raw(ours.mean[None])[0] == pytest.approx(case["mean"], abs=1e-10 * sd.max())
        covariance = ours.covariance * np.outer(sd, sd)
        assert covariance / np.outer(sd, sd) == pytest.approx(
            np.array(case["covariance"]) / np.outer(sd, sd), abs=1e-10
        )
        filled = multivariate_normal(x, tolerance=1e-12)
        assert filled / sd == pytest.approx(np.array(case["filled"]) / sd, abs=1e-9)
    source = 'random data, 40 × 4 with gaps, five seeds, `boot.type = "none"`'
    what = "mean, covariance, and the gaps' conditional means by them"
    record(Agreement("impute", "em", found.program, source, what, 1e-9, holds=True))
