"""The plain logarithm: each value for itself, constants and single regions too, and only above 0."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.prepare.treat import Mark, logarithm, logarithm_of_all, winsorise_then_log

HEAVY = np.exp(np.exp(np.linspace(0.0, 2.5, 12)))[:, None]


def test_values_are_not_compared() -> None:
    """A gap stays; a constant and a single region have their logarithm; a batch is its members'."""
    x = np.array([[1.0, 5.0], [np.e, 5.0], [np.nan, 5.0]])
    found = logarithm_of_all(x, log="natural")
    assert found.values[:, 1] == pytest.approx(np.log(5))
    assert found.values[:2, 0] == pytest.approx([0, 1])
    assert np.isnan(found.values[2, 0])
    assert found.marks.tolist() == [[Mark.TRANSFORMED] * 2, [Mark.TRANSFORMED] * 2, [0, Mark.TRANSFORMED]]
    assert logarithm(x[:1], log="natural").tolist() == logarithm(x, log="natural")[:1].tolist()
    batch = np.stack([x, 2 * x])
    assert np.array_equal(logarithm(batch, log="natural")[1], logarithm(2 * x, log="natural"), equal_nan=True)


@pytest.mark.parametrize("value", [0.0, -3.0])
def test_there_is_no_logarithm_of_zero_or_less(value: float) -> None:
    """One error, which names the column and the value and says what does exist."""
    x = np.array([[1.0, 2.0], [3.0, value], [5.0, 4.0]])
    with pytest.raises(MethodError, match="natural logarithm does not exist") as error:
        logarithm(np.stack([x, x + 10]), log="natural")
    assert (error.value.where, error.value.seen) == ("column 1", value)
    assert "log_CT" in str(error.value.advice)


def test_winsorising_may_end_in_the_natural_logarithm() -> None:
    """A heavy tail gets it; a column that passes stays as it is, zeros and all."""
    x = np.hstack([HEAVY, np.arange(12.0)[:, None]])
    found = winsorise_then_log(x, skew_limit=0.5, kurtosis_limit=0.0, points=1, log="natural")
    assert found.values[:, :1].tolist() == np.log(HEAVY).tolist()
    assert found.values[:, 1].tolist() == x[:, 1].tolist()
    assert (found.marks[:, 1] == 0).all()
