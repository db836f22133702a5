"""Bounds on the worth of any order of many circles at once: relaxed programmes by primal and dual steps.

A relaxed order says of each pair how far, -1 to 1, one region stands above the other; round no three of them
may it go in a circle. Steps of Chambolle and Pock (2011, Journal of Mathematical Imaging and Vision 40(1):
120-145), with the step lengths of Pock and Chambolle (2011, ICCV), bring all programmes nearer to their best
side by side. Whatever multipliers they have reached give a bound, by weak duality.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.intp]

MOST = 4000
"""Threes that are added to a circle at most at one time: those that go round farthest."""
_LENGTH = 0.08
"""How long dual steps are beside primal ones, for a mean majority of 1."""
_CELLS = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Threes:
    """Regions a > b > c > a of which not all three may stand so, (threes, 3), each of one circle.

    The first of a three is the least. `multipliers` are what their limits are worth, 0 or more.
    """

    circle: Places
    regions: Places
    multipliers: Array

    def of(self, circles: Places, known: Mask) -> Threes:
        """Return those of some circles, by new numbers, without those that known pairs rule out.

        A circle may be named more than once; `known` (circles, regions, regions) is of the new ones.
        """
        begins = np.searchsorted(self.circle, circles)
        count = np.searchsorted(self.circle, circles, side="right") - begins
        number = np.repeat(np.arange(len(circles)), count)
        taken = np.arange(count.sum()) + np.repeat(begins - count.cumsum() + count, count)
        above = self.regions[taken]
        kept = ~known[number[:, None], np.roll(above, -1, axis=1), above].any(axis=1)
        return Threes(number[kept], above[kept], self.multipliers[taken][kept])

    def joined(self, circle: Places, regions: Places) -> Threes:
        """Return them with others, multipliers 0, without doubles."""
        circle = np.concatenate([self.circle, circle])
        regions = np.concatenate([self.regions, regions])
        multipliers = np.concatenate([self.multipliers, np.zeros(len(circle) - len(self.multipliers))])
        keys = np.column_stack([circle, regions])
        _, first = np.unique(keys, axis=0, return_index=True)
        return Threes(circle[first], regions[first], multipliers[first])


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """How far each region stands above each other, what no order is worth more than, and what turning costs.

    An order in which a pair stands against the sign of `turned` is worth less than `bound` by twice as
    much; of pairs that are known it is 0.
    """

    standing: Array
    bound: Array
    turned: Array
    threes: Threes


def relaxed(net: Array, known: Mask, threes: Threes, standing: Array, steps: int) -> Relaxed:
    """Return the relaxed orders of circles (circles, regions, regions) after some steps, with their bounds.

    The steps go on from `standing` and the multipliers of `threes`. Pairs that are `known` stay as they are.
    """
    circles, regions = net.shape[:-1]
    upper = np.triu_indices(regions, 1)
    scale = np.maximum(np.abs(net).reshape(circles, regions**2).mean(axis=-1), 1e-300)
    worth = (net / scale[:, None, None])[:, upper[0], upper[1]].ravel()
    fixed = (known.astype(float) - np.swapaxes(known, -1, -2))[:, upper[0], upper[1]].ravel()
    low, high = np.where(fixed > 0, 1.0, -1.0), np.where(fixed < 0, -1.0, 1.0)
    rows = _rows(threes, circles, upper)
    columns = rows.T.tocsr()
    primal = 1.0 / (np.maximum(abs(columns).sum(axis=1).A1, 1.0) * _LENGTH)
    above = np.clip(standing[:, upper[0], upper[1]].ravel(), low, high)
    dual = threes.multipliers / scale[threes.circle]
    for _ in range(steps):
        moved = np.clip(above + primal * (worth - columns @ dual), low, high)
        dual = np.maximum(0.0, dual + (rows @ (2.0 * moved - above) - 1.0) * (_LENGTH / 3.0))
        above = moved
    turned = worth - columns @ dual
    most = np.maximum(turned * high, turned * low).reshape(circles, len(upper[0])).sum(axis=-1)
    bound = most + np.bincount(threes.circle, weights=dual, minlength=circles)
    return Relaxed(
        _square(above, circles, upper),
        bound * scale,
        _square(np.where(low < high, turned, 0.0), circles, upper) * scale[:, None, None],
        Threes(threes.circle, threes.regions, dual * scale[threes.circle]),
    )


def _rows(threes: Threes, circles: int, upper: tuple[Places, Places]) -> csr_matrix:
    """Return the limits of threes as rows, the pairs of all circles as columns."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - scipy only where it is needed

    regions, pairs = int(upper[0].max()) + 2, len(upper[0])
    number_of = np.zeros((regions, regions), dtype=np.intp)
    number_of[upper] = np.arange(pairs)
    above, below = threes.regions, np.roll(threes.regions, -1, axis=1)
    pair = number_of[np.minimum(above, below), np.maximum(above, below)] + threes.circle[:, None] * pairs
    sign = np.where(above > below, -1.0, 1.0)
    begins = np.arange(0, 3 * len(pair) + 1, 3)
    return csr_matrix((sign.ravel(), pair.ravel(), begins), shape=(len(pair), circles * pairs))


def _square(flat: Array, circles: int, upper: tuple[Places, Places]) -> Array:
    """Return values of the earlier of each pair as those of all pairs, with the sign turned below."""
    regions = int(upper[0].max()) + 2
    values = np.zeros((circles, regions, regions))
    values[:, upper[0], upper[1]] = flat.reshape(circles, len(upper[0]))
    return values - np.swapaxes(values, -1, -2)


def going_round(standing: Array, farther: float) -> tuple[Places, Places]:
    """Return the threes a > b > c > a whose standings sum to more than 1 and `farther`: circle and regions.

    Of each circle at most `MOST`, those that go round farthest; the first of a three is the least.

    >>> going_round(np.array([[[0.0, 1.0, -1.0], [-1.0, 0.0, 1.0], [1.0, -1.0, 0.0]]]), 0.1)
    (array([0]), array([[0, 1, 2]]))
    """
    circles, regions = standing.shape[:-1]
    circle, first = np.divmod(np.arange(circles * regions), regions)
    later = np.triu(np.ones((regions, regions), dtype=bool), 1)
    found, far = [np.zeros((0, 4), dtype=np.intp)], [np.zeros(0)]
    size = max(1, _CELLS // regions**2)
    for start in range(0, len(circle), size):
        of, least = circle[start : start + size], first[start : start + size]
        total = standing[of, least, :, None] + standing[of] + standing[of, :, least][:, None, :]
        meant = (total > 1.0 + farther) & later[least, :, None] & later[least, None, :]
        row, second, third = np.nonzero(meant)
        found.append(np.column_stack([of[row], least[row], second, third]))
        far.append(total[row, second, third])
    threes, total = np.concatenate(found), np.concatenate(far)
    by_circle = np.lexsort((-total, threes[:, 0]))
    begins = np.searchsorted(threes[:, 0][by_circle], threes[:, 0][by_circle])
    kept = np.sort(by_circle[np.arange(len(threes)) - begins < MOST])
    return threes[kept, 0], threes[kept, 1:]
