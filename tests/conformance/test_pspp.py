"""GNU PSPP, the free program for the syntax of SPSS: common factors, components, their suitability, alpha."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, record
from recorded_answers import recorded

from zhishu.score.coherence import coherence
from zhishu.score.suitability import suitability
from zhishu.weigh.fitted.components import factor, pca
from zhishu.weigh.fitted.extraction import loadings
from zhishu.weigh.fitted.rotation import varimax
from zhishu.weigh.moments import correlations
from zhishu.weigh.spread.conflict import independence

ANSWERS = recorded("pspp")
CASES = [{name: np.array(value) for name, value in case.items()} for case in ANSWERS.cases]
SOURCE = "five random tables of 60 regions × 7 columns with two factors"


def agreed(step: str, method: str, what: str, tolerance: float) -> None:
    record(Agreement(step, method, ANSWERS.program, SOURCE, what, tolerance, holds=True))


def unsigned(kept: np.ndarray) -> np.ndarray:
    return np.sort(np.abs(kept), axis=1)


def test_principal_axes() -> None:
    """Repeated, there as here, until nothing changes."""
    for case in CASES:
        ours = loadings(correlations(case["x"])[None], 2, likelihood=False)[0]
        assert np.abs(ours) == pytest.approx(np.abs(case["axes"]), abs=1e-11)
        assert unsigned(varimax(ours)) == pytest.approx(unsigned(case["axes_turned"]), abs=1e-11)
    agreed("weigh", "factor", "FACTOR /EXTRACTION=PAF: loadings, and turned by /ROTATION=VARIMAX", 1e-11)


def test_components() -> None:
    """Weights from what it prints: of the first component, and of two that are turned."""
    for case in CASES:
        first, turned = case["components"][:, 0] ** 2, (case["components_turned"] ** 2).max(axis=1)
        assert pca(case["x"]) == pytest.approx(first / first.sum(), abs=1e-12)
        assert factor(case["x"], factors=2) == pytest.approx(turned / turned.sum(), abs=1e-12)
    agreed("weigh", "pca", "FACTOR /EXTRACTION=PC: the first component's squared loadings as shares", 1e-12)
    agreed("weigh", "factor", "FACTOR /EXTRACTION=PC /ROTATION=VARIMAX: largest squared loadings", 1e-12)


def test_multiple_correlations() -> None:
    """The communalities that principal axes start from are squared multiple correlations."""
    for case in CASES:
        inverse = 1.0 / np.sqrt(case["multiple"])
        assert independence(case["x"]) == pytest.approx(inverse / inverse.sum(), abs=1e-12)
    agreed("weigh", "independence", "FACTOR /EXTRACTION=PAF: initial communalities, as 1 / R_j", 1e-12)


def test_suitability_and_alpha() -> None:
    """The alpha of columns that run against each other is below 0, there as here."""
    for case in CASES:
        found = suitability(case["x"])
        assert found.kmo == pytest.approx(case["kmo"], rel=1e-12)
        assert found.sphericity == pytest.approx(case["chi_square"], rel=1e-12)
        assert coherence(case["x"]).alpha == pytest.approx(case["alpha"], rel=1e-12)
    agreed("diagnosis", "suitability", "FACTOR /PRINT=KMO: KMO and Bartlett's chi-square", 1e-12)
    agreed("diagnosis", "coherence", "RELIABILITY /MODEL=ALPHA: Cronbach's alpha", 1e-12)
