"""The mode in the gaps against manuals, scikit-learn and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, program, record
from scipy import stats
from sklearn.impute import SimpleImputer

from zhishu.prepare.impute.mode import impute_mode

RULE = "`ties: smallest`, its rule for values that are as frequent"


def agreed(against: str, source: str, what: str, *, holds: bool = True, note: str = "") -> None:
    record(Agreement("impute", "mode", against, source, what, 0.0, holds=holds, note=note))


def column(*values: float) -> np.ndarray:
    """Return one column."""
    return np.array(values)[:, None]


def test_manuals_of_simple_imputers() -> None:
    """Ray's column X of 0, a gap, 3 and 3; Lodestar's 1, 1, 2, 2 and a gap, which tells the rule of ties."""
    assert impute_mode(column(0, np.nan, 3, 3))[1, 0] == 3
    agreed(MANUAL, "Ray Data, ray.data.preprocessors.SimpleImputer", "0, gap, 3, 3: the gap becomes 3")
    assert impute_mode(column(1, 1, 2, 2, np.nan), ties="smallest")[4, 0] == 1
    agreed(MANUAL, "Lodestar, ImputationStrategy", "1, 1, 2, 2, gap: the gap becomes 1", note=RULE)


@pytest.mark.parametrize("seed", range(5))
def test_scikit_learn_and_scipy(seed: int) -> None:
    """Grades of 1 to 6, ties among them."""
    generator = np.random.default_rng(seed)
    x = generator.integers(1, 7, size=(12, 8)).astype(float)
    x[generator.random(x.shape) < 0.2] = np.nan
    ours = impute_mode(x, ties="smallest")
    assert np.array_equal(ours, SimpleImputer(strategy="most_frequent").fit_transform(x))
    frequent = stats.mode(x, axis=0, nan_policy="omit").mode
    assert np.array_equal(ours, np.where(np.isnan(x), frequent, x))
    source = "random grades, 5 seeds"
    agreed(program("scikit-learn"), source, "SimpleImputer(strategy='most_frequent')", note=RULE)
    agreed(program("scipy"), source, "stats.mode", note=RULE)


def test_values_that_occur_once_each() -> None:
    """The smallest of all values is no middle of anything: by default the middle one is taken."""
    x = column(4.5, 2.5, 3.5, np.nan)
    assert SimpleImputer(strategy="most_frequent").fit_transform(x)[3, 0] == 2.5
    assert impute_mode(x)[3, 0] == 3.5
    note = (
        "it fills in the smallest value of the column, for no value is more frequent; by default (`ties: "
        "middle`) ours is the middle one, and with `ties: smallest` the same"
    )
    agreed(program("scikit-learn"), "values that occur once each", "most_frequent", holds=False, note=note)
