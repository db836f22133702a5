"""Raw columns that were only turned by their sign: their magnitude, and which of them were costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Magnitudes(NamedTuple):
    """Columns without their sign, (…, regions, columns), and which of them were costs, (…, 1, columns)."""

    size: NDArray[np.float64]
    cost: NDArray[np.bool_]


def turned_costs(x: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which columns are costs that were only turned by their sign, shape (…, 1, columns).

    That is a column with a value below 0 and none above: x' = −x of a quantity.

    >>> turned_costs(np.array([[3.0, -1.0, 0.0], [2.0, -5.0, 0.0]]))
    array([[False,  True, False]])
    """
    lowest, highest = x.min(axis=-2, keepdims=True), x.max(axis=-2, keepdims=True)
    return np.asarray((lowest < 0) & (highest <= 0))


def magnitudes(x: NDArray[np.float64], method: str) -> Magnitudes:
    """Return the columns without their sign, and which were costs, for formulas that divide by a cost.

    A column with values on both sides of 0 is neither quantity nor cost, and a cost of 0 divides by 0:
    both are a MethodError in the name of `method`.

    >>> magnitudes(np.array([[3.0, -1.0], [2.0, -5.0]]), "lmaw").size
    array([[3., 1.],
           [2., 5.]])
    """
    lowest, highest = x.min(axis=-2, keepdims=True), x.max(axis=-2, keepdims=True)
    cost = turned_costs(x)
    wrong = ((lowest < 0) & (highest > 0)) | (cost & (highest == 0))
    if wrong.any():
        raise MethodError(
            f"'{method}' is not defined for such columns",
            seen=f"{int(wrong.sum())} of {wrong.size} columns with values on both sides of 0, or a cost of 0",
            allowed="quantities of 0 or more, costs below 0 (x' = -x)",
            advice="take raw columns (normalise: sign), or normalise to positive values",
        )
    return Magnitudes(np.abs(x), cost)
