"""The design: one row of uniform numbers per draw, from which every uncertain choice is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.uncertain import Sampler


@dataclass(frozen=True, slots=True)
class Factor:
    """One uncertain choice.

    A categorical one has `choices`, the labels of its alternatives, and takes one uniform number;
    any other takes `columns` of them.
    """

    name: str
    columns: int = 1
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """What was chosen in every draw, by factor.

    `picks` holds the positions of the alternatives of each categorical factor, (draws,); `numbers`
    the uniform numbers of every other factor, (draws, columns).
    """

    draws: int
    picks: Mapping[str, NDArray[np.intp]]
    numbers: Mapping[str, NDArray[np.float64]]

    def rows(self, rows: NDArray[np.intp]) -> Choices:
        """Return the choices of some of the draws."""
        picks = {name: pick[rows] for name, pick in self.picks.items()}
        return Choices(len(rows), picks, {name: numbers[rows] for name, numbers in self.numbers.items()})


def columns_of(factors: Sequence[Factor]) -> dict[str, slice]:
    """Return which columns of the design belong to which factor.

    >>> columns_of([Factor("normalise", choices=("minmax", "zscore")), Factor("weights", 3)])
    {'normalise': slice(0, 1, None), 'weights': slice(1, 4, None)}
    """
    ends = np.cumsum([factor.columns for factor in factors]).tolist()
    return {factor.name: slice(end - factor.columns, end) for factor, end in zip(factors, ends, strict=True)}


def draw_design(
    factors: Sequence[Factor], draws: int, generator: np.random.Generator, sampler: Sampler
) -> NDArray[np.float64]:
    """Return uniform numbers in [0, 1), shape (draws, columns of all factors).

    `random` draws them independently. `latin_hypercube` covers every column evenly, with one number
    in each of `draws` equal cells. `sobol` is a scrambled Sobol' sequence, which covers pairs of
    columns evenly too, best with a power of two draws.

    >>> design = draw_design([Factor("weights", 2)], 4, np.random.default_rng(0), "latin_hypercube")
    >>> np.sort((design * 4).astype(int), axis=0).T
    array([[0, 1, 2, 3],
           [0, 1, 2, 3]])
    """
    columns = sum(factor.columns for factor in factors)
    if not columns:
        return np.zeros((draws, 0))
    if sampler == "random":
        return generator.random((draws, columns))
    from scipy.stats import qmc  # noqa: PLC0415 - half a second of imports, only when needed

    if sampler == "latin_hypercube":
        hypercube: NDArray[np.float64] = qmc.LatinHypercube(columns, rng=generator).random(draws)
        return hypercube
    # A whole power of two and its first rows: the sequence itself, without scipy's warning.
    power = max(int(draws - 1).bit_length(), 0)
    sequence: NDArray[np.float64] = qmc.Sobol(columns, rng=generator).random_base2(power)
    return sequence[:draws]


def choices_of(factors: Sequence[Factor], uniforms: NDArray[np.float64]) -> Choices:
    """Return the choices that the rows of a design stand for.

    An alternative of k has the cell [i/k, (i+1)/k) of its uniform number.

    >>> factors = [Factor("normalise", choices=("minmax", "zscore"))]
    >>> choices_of(factors, np.array([[0.2], [0.5]])).picks["normalise"]
    array([0, 1])
    """
    columns = columns_of(factors)
    picks, numbers = {}, {}
    for factor in factors:
        own = uniforms[:, columns[factor.name]]
        if factor.choices:
            count = len(factor.choices)
            picks[factor.name] = np.minimum((own[:, 0] * count).astype(np.intp), count - 1)
        else:
            numbers[factor.name] = own
    return Choices(len(uniforms), picks, numbers)
