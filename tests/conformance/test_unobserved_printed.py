"""Unobserved components: a one-factor model by maximum likelihood that a tutorial prints with its correlations."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record
from test_weigh_unobserved import with_correlations

from zhishu.weigh.fitted.unobserved import fitted_components, unobserved_components

CORRELATIONS = np.array([
    [1.00, 0.70, 0.65, 0.62],
    [0.70, 1.00, 0.66, 0.63],
    [0.65, 0.66, 1.00, 0.60],
    [0.62, 0.63, 0.60, 1.00],
])  # fmt: skip
LOADINGS = np.array([0.828, 0.841, 0.788, 0.752])
OWN = np.array([0.314, 0.293, 0.380, 0.434])


def test_four_columns_of_a_tutorial() -> None:
    """Loadings and own variances, 3 digits, and the weights that follow from them."""
    x = with_correlations(CORRELATIONS)
    found = fitted_components(x)
    assert found.correlation == pytest.approx(LOADINGS, abs=5.1e-4)
    assert found.own == pytest.approx(OWN, abs=5.1e-4)
    source = "factanal of R, four columns of 300 cases, stored output of lavaan examples for a textbook (Table 2.1)"
    what = "loadings 0.828, 0.841, 0.788, 0.752 and own variances"
    record(Agreement("weigh", "unobserved_components", MANUAL, source, what, 5e-4, holds=True))
    ratio = LOADINGS / OWN
    assert unobserved_components(x) == pytest.approx(ratio / ratio.sum(), abs=8e-4)
    what = "weights λ / ψ over their sum"
    note = "derived from the printed loadings λ and own variances ψ"
    record(Agreement("weigh", "unobserved_components", MANUAL, source, what, 8e-4, holds=True, note=note))
