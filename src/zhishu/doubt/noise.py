"""Values that vary: measurement error, moved goalposts, indicators left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.uncertain import ErrorModel

ERRORS = 1
"""The stream of measurement errors, apart from that of a bootstrap with the same seed."""
CONTINUOUS = ("normal", "lognormal")
SEEDS = 2**53
"""How many different seeds a uniform number can stand for: the whole numbers a double holds."""


def with_errors(
    values: NDArray[np.float64],
    models: Sequence[ErrorModel | None],
    numbers: NDArray[np.float64],
    indicators: Sequence[str],
) -> NDArray[np.float64]:
    """Return raw values with measurement error, shape (draws, …, regions, indicators).

    `values` is (draws, …, regions, indicators), `models` one per indicator or None, `numbers` (draws, 1)
    uniform: each stands for the seed of its draw's errors, so that a draw is the same in any block.
    Errors of different regions, years and indicators are independent. NaN stays NaN. A Poisson
    error of a negative value raises a MethodError.
    """
    kinds = np.array([model.kind if model else "" for model in models])
    counts, continuous = np.flatnonzero(kinds == "poisson"), np.flatnonzero(np.isin(kinds, CONTINUOUS))
    _refuse_negative(values, counts, indicators)
    drawn = np.array(values, dtype=float)
    normal = np.empty((*values.shape[:-1], len(continuous)))
    for draw, number in enumerate(numbers[:, 0]):
        generator = np.random.default_rng([ERRORS, int(number * SEEDS)])
        normal[draw] = generator.standard_normal(normal.shape[1:])
        mean = values[draw][..., counts]
        drawn[draw][..., counts] = np.where(
            np.isnan(mean), np.nan, generator.poisson(np.where(np.isnan(mean), 0.0, mean))
        )
    own = [model for model in models if model is not None and model.kind in CONTINUOUS]
    drawn[..., continuous] = _erroneous(values[..., continuous], own, normal)
    return drawn


def _refuse_negative(
    values: NDArray[np.float64], counts: NDArray[np.intp], indicators: Sequence[str]
) -> None:
    for column in counts:
        if (values[..., column] < 0).any():
            raise MethodError(
                "a count with Poisson error is negative",
                where=f"uncertain, error, indicator {indicators[column]}",
                seen=float(np.nanmin(values[..., column])),
                allowed="0 or more",
                advice="use a normal error for this indicator",
            )


def _erroneous(
    values: NDArray[np.float64], models: Sequence[ErrorModel], normal: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return values (…, columns) with the errors that standard normal numbers of that shape stand for."""
    share, sd = (np.array([getattr(model, part) for model in models]) for part in ("share", "sd"))
    variance = np.log1p(share**2)
    factor = np.exp(np.sqrt(variance) * normal - variance / 2.0)
    multiplied = np.array([model.kind == "lognormal" for model in models], dtype=bool)
    answer: NDArray[np.float64] = np.where(
        multiplied, values * factor, values + (sd + share * np.abs(values)) * normal
    )
    return answer


def error_models(models: Mapping[str, ErrorModel], indicators: Sequence[str]) -> list[ErrorModel | None]:
    """Return the model of every indicator, "*" standing for those not named."""
    return [models.get(indicator, models.get("*")) for indicator in indicators]


def with_moved_goalposts(
    x: NDArray[np.float64], numbers: NDArray[np.float64], share: float, to: tuple[float, float]
) -> NDArray[np.float64]:
    """Return comparable values as if both goalposts of every indicator had moved by up to ± `share`.

    `x` is (draws or 1, …, regions, indicators), comparable by min–max `to` [worst, best]; `numbers`
    (draws, 2 · indicators) uniform. With l and h in ± share of the range, the value v between 0 and 1
    becomes (v - l) / (1 + h - l): what min–max gives with goalposts that lie there.

    >>> with_moved_goalposts(np.array([[[0.0], [1.0]]]), np.array([[1.0, 0.5]]), 0.1, (0.0, 1.0)).ravel()
    array([-0.11111111,  1.        ])
    """
    width = to[1] - to[0]
    moves = share * (2.0 * numbers - 1.0)
    between = (1,) * (x.ndim - 2)
    low, high = (part.reshape(len(part), *between, -1) for part in np.split(moves, 2, axis=1))
    inside = (x - to[0]) / width
    return to[0] + width * (inside - low) / (1.0 + high - low)


def left_out(
    drop: float | str, numbers: NDArray[np.float64] | None, picks: NDArray[np.intp] | None, count: int
) -> NDArray[np.bool_]:
    """Return which indicators are left out, (draws, indicators).

    With a probability, each on its own; never all of them: then the one least likely to go stays.
    With "each", none (pick 0) or the indicator whose number was picked.
    """
    if drop == "each":
        assert picks is not None  # noqa: S101 - the factor of "each" is categorical
        answer: NDArray[np.bool_] = picks[:, None] == np.arange(1, count + 1)
        return answer
    assert numbers is not None  # noqa: S101 - that of a probability is not
    gone: NDArray[np.bool_] = numbers < float(drop)
    gone[np.arange(len(numbers)), numbers.argmax(axis=1)] = False
    return gone
