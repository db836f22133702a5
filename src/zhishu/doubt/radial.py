"""The radial design of a sensitivity analysis: what to evaluate so that factors can be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.design import Factor, columns_of, draw_design
from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from zhishu.doubt.uncertain import Sampler


@dataclass(frozen=True, slots=True, eq=False)
class RadialDesign:
    """Two independent samples of uniform numbers, each (rows, columns of all factors), and the factors.

    Every row stands for factors + 2 evaluations: at `a`, at `b`, and for each factor at `a` with
    that factor's columns from `b`. A factor of several columns moves as one (a group, such as all
    weights); a categorical one reads its alternative from its uniform number, so it needs no
    special case. The two samples are all that is held: rows × columns × 16 bytes.
    """

    factors: tuple[Factor, ...]
    a: NDArray[np.float64]
    b: NDArray[np.float64]

    @property
    def rows(self) -> int:
        """How many rows; the number of evaluations is rows × (factors + 2)."""
        return len(self.a)

    def points(self, start: int, stop: int) -> NDArray[np.float64]:
        """Return the evaluations of some rows, (stop - start, factors + 2, columns)."""
        a, b = self.a[start:stop], self.b[start:stop]
        points = np.repeat(a[:, None], len(self.factors) + 2, axis=1)
        points[:, 1] = b
        for place, columns in enumerate(columns_of(self.factors).values(), start=2):
            points[:, place, columns] = b[:, columns]
        return points

    def blocks(self, rows: int) -> Iterator[NDArray[np.float64]]:
        """Yield the evaluations of `rows` rows at a time, in order."""
        for start in range(0, self.rows, rows):
            yield self.points(start, min(start + rows, self.rows))


def radial_design(
    factors: Sequence[Factor], rows: int, generator: np.random.Generator, sampler: Sampler = "sobol"
) -> RadialDesign:
    """Return the radial design of some factors, with `rows` × (factors + 2) evaluations.

    Both samples come from one design of twice as many columns, so that a Sobol' sequence or a Latin
    hypercube covers them together; a Sobol' sequence wants a power of two rows. Fewer than two
    rows, or no factor, raise a MethodError.

    Source: Saltelli et al. 2010, Computer Physics Communications 181(2), 259-270.

    >>> design = radial_design([Factor("normalise", choices=("minmax", "zscore")), Factor("weights", 3)],
    ...     4, np.random.default_rng(0))
    >>> design.points(0, 4).shape
    (4, 4, 4)
    """
    if rows < 2 or not factors:  # noqa: PLR2004 - one row has no variance
        raise MethodError(
            "the design of a sensitivity analysis is too small",
            seen=f"{rows} rows, {len(factors)} factors",
            allowed="two rows or more, one factor or more",
        )
    columns = sum(factor.columns for factor in factors)
    both = draw_design([Factor("a", columns), Factor("b", columns)], rows, generator, sampler)
    return RadialDesign(tuple(factors), both[:, :columns], both[:, columns:])
