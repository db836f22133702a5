"""Shifts against scikit-criteria's PushNegatives and AddValueToZero."""

from __future__ import annotations

import numpy as np
import pytest
import skcriteria
from record import MANUAL, Agreement, program, record
from skcriteria.preprocessing.increment import AddValueToZero
from skcriteria.preprocessing.push_negatives import PushNegatives

from zhishu.prepare.shift import shift

DATA = "random data, 12 × 4, five seeds"
SEEDS = pytest.mark.parametrize("seed", range(5))


def row(
    source: str, what: str, tolerance: float, note: str = "", *, against: str, holds: bool = True
) -> None:
    record(Agreement("treat", "shift", against, source, what, tolerance, holds=holds, note=note))


def transformed(transformer, x: np.ndarray) -> np.ndarray:
    made = skcriteria.mkdm(x, [max] * x.shape[1])
    return transformer.transform(made).matrix.to_numpy()


def test_the_example_of_push_negatives() -> None:
    """By column only the first one, with the negative value, is affected."""
    assert shift(np.array([[-1.0, 2.0], [3.0, 4.0]])).values.tolist() == [[0, 2], [4, 4]]
    row("scikit-criteria, push_negatives", "2 × 2 with one negative value, axis=0", 0.0, against=MANUAL)


@SEEDS
def test_against_push_negatives(seed: int) -> None:
    """The same criterion by criterion; together the lowest of all criteria lifts every one of them."""
    x = np.random.default_rng(seed).normal(size=(12, 4))
    found = shift(x).values
    for column in range(4):
        alone = x[:, column : column + 1]
        np.testing.assert_allclose(
            found[:, column : column + 1], transformed(PushNegatives("matrix"), alone), rtol=1e-12
        )
    against = program("scikit-criteria")
    row(DATA, "PushNegatives of one criterion", 1e-12, against=against)
    together = transformed(PushNegatives("matrix"), x)
    np.testing.assert_allclose(together, x - x.min(), rtol=1e-12)
    assert np.abs(together - found).max() > 0.01
    row(DATA, "PushNegatives of four criteria", 0.0,
        "the lowest value of the whole matrix lifts every criterion there; here each is lifted by its own lowest, "
        "for what one lacks in its unit says nothing of another", against=against, holds=False)  # fmt: skip


@SEEDS
def test_against_add_value_to_zero(seed: int) -> None:
    """Criteria of 0 or more, some with a 0; first pushed, those with negative values as well."""
    x = np.random.default_rng(seed).integers(0, 6, (12, 4)).astype(float)
    x[:, 1] += 1
    found = shift(x, least=0.5).values
    np.testing.assert_allclose(found, transformed(AddValueToZero("matrix", value=0.5), x), rtol=1e-12)
    against = program("scikit-criteria")
    row(DATA, "AddValueToZero of criteria of 0 or more (`least`)", 1e-12, against=against)
    x[0] -= 3
    found = shift(x, least=0.5).values
    for column in range(4):
        pushed = transformed(PushNegatives("matrix"), x[:, column : column + 1])
        pushed = transformed(AddValueToZero("matrix", value=0.5), pushed)
        np.testing.assert_allclose(found[:, column : column + 1], pushed, rtol=1e-12)
    row(DATA, "PushNegatives, then AddValueToZero, of one criterion", 1e-12, against=against)
