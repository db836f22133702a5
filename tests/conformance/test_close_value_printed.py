"""Close values from distances that others print: a close value needs nothing but the two distances."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.references.between_ideals import close_value
from zhishu.score.aggregators.references.ideal import topsis

PHONES = np.array([[250.0, 16, 12, 5], [200, 16, 8, 3], [300, 32, 16, 4], [275, 32, 8, 4], [225, 16, 16, 2]])
"""Price, storage, camera, looks; the price is a cost."""
TO_BEST = [
    0.08629904092358841,
    0.11981355336343749,
    0.053419485738657506,
    0.08424867438514544,
    0.11764387568904856,
]
TO_WORST = [
    0.09900212405917001,
    0.053419485738657506,
    0.11981355336343749,
    0.09682869292133708,
    0.07877170807337568,
]
SCORES = [0.5342768571821003, 0.3083677687324685, 0.6916322312675315, 0.534736584486838, 0.40104612151678615]

SUPPLIERS = np.array([[5.0, 8, 4, 9], [6, 7, 5, 7], [4, 6, 6, 9], [5, 7, 5, 6], [3, 9, 7, 8]])
"""Price (a cost), quality, time (a cost), service."""
LENGTHS = [10.535654, 16.703293, 12.288206, 17.635192]
BEST, WORST = [0.034711, 0.300605, 0.085708, 0.029039], [0.069421, 0.200404, 0.149989, 0.019359]
FAR_FROM_BEST = np.array([0.040634, 0.078537, 0.109594, 0.074503, 0.064362])
FAR_FROM_WORST = np.array([0.093926, 0.054429, 0.032989, 0.055551, 0.106240])
PREFERENCE = [0.698025, 0.409345, 0.231369, 0.427139, 0.622735]

DERIVED = "derived from the printed distances by C = d⁺ / min d⁺ − d⁻ / max d⁻, with its sign turned"


def of_distances(to_best: object, to_worst: object) -> np.ndarray:
    near, far = np.asarray(to_best), np.asarray(to_worst)
    return np.asarray(far / far.max() - near / near.min())


def test_five_telephones_of_a_notebook() -> None:
    """The third is the nearest to the best point and the farthest from the worst: its C is 0."""
    signed = PHONES * [-1.0, 1.0, 1.0, 1.0]
    weights = np.full(4, 0.25)
    found = close_value(signed, weights, normalisation="vector")
    assert found == pytest.approx(of_distances(TO_BEST, TO_WORST), rel=1e-12, abs=1e-12)
    assert found[2] == 0
    assert topsis(signed, weights, normalisation="vector") == pytest.approx(SCORES, rel=1e-12)
    source = "TOPSIS Analysis.ipynb (mycr0ft/MultiComponentDecisionTheory), stored outputs"
    what = "five telephones, four criteria, one a cost: normalisation: vector"
    record(Agreement("aggregate", "close_value", MANUAL, source, what, 1e-12, holds=True, note=DERIVED))
    record(Agreement("aggregate", "topsis", MANUAL, source, what, 1e-12, holds=True))


def test_five_suppliers_of_a_thesis() -> None:
    """The weights are those which the printed lengths and ideal points of the columns imply."""
    signed = SUPPLIERS * [-1.0, 1.0, -1.0, 1.0]
    assert np.linalg.norm(SUPPLIERS, axis=0) == pytest.approx(LENGTHS, abs=5e-7)
    weights = np.abs(BEST) * LENGTHS / np.abs(signed.max(axis=0))
    assert weights * np.abs(signed.min(axis=0)) / LENGTHS == pytest.approx(WORST, abs=2e-6)
    assert weights.sum() == pytest.approx(1.0, abs=2e-6)
    found = close_value(signed, weights, normalisation="vector")
    assert found == pytest.approx(of_distances(FAR_FROM_BEST, FAR_FROM_WORST), abs=5e-5)
    assert topsis(signed, weights, normalisation="vector") == pytest.approx(PREFERENCE, abs=3e-6)
    source = (
        "Skripsi AHP TOPSIS (thesis on the choice of suppliers), as the comments of topsis_logic.php quote it"
    )
    what = "five suppliers, four criteria, two of them costs: normalisation: vector"
    implied = "weights 0.1219, 0.5579, 0.2633, 0.0569, as the printed lengths and ideal points imply"
    note = f"{DERIVED}; {implied}"
    record(Agreement("aggregate", "close_value", MANUAL, source, what, 5e-5, holds=True, note=note))
    record(Agreement("aggregate", "topsis", MANUAL, source, what, 3e-6, holds=True, note=implied))
