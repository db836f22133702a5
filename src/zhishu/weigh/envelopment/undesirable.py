"""How far regions could step towards more of what is desired and less of what is not, by linear programmes.

A region c has amounts that are desired (rows a_cj ≥ 0) and others that are not (a_cj ≤ 0, turned by their
sign). Its step β along a direction g ≥ 0 is the largest with a_c + β g ≤ Σ_i λ_i a_i for a mixture of the
regions, and that is the least v - Σ_j w_j a_cj with Σ_j w_j a_ij ≤ v for every i, Σ_j w_j g_j = 1 and
weights w ≥ 0 within their limits. What the λ may sum to decides about v: 1 leaves it free, at most 1 asks
for v ≥ 0 (a row of zeros), and any sum for v = 0: the amounts that are not desired then act as inputs.

Columns are divided by their mean amount, so that weights are shares in the index of the average region.

Source: Chung, Färe and Grosskopf 1997, Journal of Environmental Management 51(3): 229-240; Zanella, Camanho
and Dias 2015, European Journal of Operational Research 245(2): 517-530 (as a composite index).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.envelopment.corners import Programmes, all_levels
from zhishu.weigh.envelopment.frontier import best
from zhishu.weigh.envelopment.ties import have_twins, summed
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

ONE, AT_MOST_ONE, ANY = "one", "at_most_one", "any"
"""What the parts λ of a mixture may sum to."""
_CELLS = 1 << 21
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """Amounts `values` (tables, regions, patterns) and steps `unit` of that shape, in patterns of weights.

    What is not desired is negative. `able` (tables, regions) says which regions have a direction at all,
    `reach` (tables, regions) the largest sum of parts λ that a mixture needs, infinite where none is set.
    """

    values: Array
    unit: Array
    able: NDArray[np.bool_]
    mixtures: str
    reach: Array


def outputs_of(
    x: Array,
    pattern: Array,
    *,
    direction: str | Sequence[float] = "mean",
    mixtures: str = AT_MOST_ONE,
    sampled: bool = False,
) -> Outputs:
    """Return the amounts of tables (tables, regions, columns) and their steps, in `pattern`s of weights.

    `pattern` (tables, columns, patterns) is 0 in columns that take no part. `direction` is "mean" (the
    mean amounts), "own" (those of the region), or one number per column, 0 or more. Where regions are
    compared with samples (`sampled`), which may leave them out, or with the others, β may be below 0.
    """
    amounts = np.abs(x)
    mean = amounts.mean(axis=-2, keepdims=True)
    scale = np.where(mean > 0, mean, 1.0)
    steps = np.broadcast_to(_steps(amounts, mean, direction) / scale, x.shape)
    values = _in_patterns(x / scale, pattern)
    unit = _in_patterns(steps, pattern)
    able: NDArray[np.bool_] = np.asarray((unit > 0).any(axis=-1))
    if not isinstance(direction, str) and not able.all():
        raise _no_direction()
    reach = np.full(able.shape, np.inf)
    if mixtures == ANY:
        above = np.divide(x / scale, steps, out=np.zeros_like(x), where=steps > 0).max(axis=-1)
        reach = _reach(values, unit, pattern.sum(axis=-2), above if sampled else np.zeros_like(above))
    return Outputs(values, unit, able, mixtures, reach)


def _steps(amounts: Array, mean: Array, direction: str | Sequence[float]) -> Array:
    if isinstance(direction, str):
        return mean if direction == "mean" else amounts
    given = np.asarray(direction, dtype=float)
    if given.shape != amounts.shape[-1:] or not (given >= 0).all():
        raise MethodError(
            "the direction does not fit the columns",
            seen=list(direction),
            allowed=f"{amounts.shape[-1]} numbers of 0 or more",
        )
    return given


def _no_direction() -> MethodError:
    return MethodError(
        "the direction leads nowhere",
        seen="steps of 0 in every column that tells the regions apart",
        allowed="at least one step above 0",
    )


def _in_patterns(values: Array, pattern: Array) -> Array:
    """Return what each pattern of weights makes of each region, (tables, regions, patterns)."""
    return summed(values[..., None, :], np.swapaxes(pattern, -1, -2)[..., None, :, :])


def _reach(values: Array, unit: Array, whole: Array, above: Array) -> Array:
    """Return a sum of parts λ that no best mixture exceeds, (tables, regions).

    With weights w that leave every region below 0, Σ_i λ_i |w a_i| ≤ |w a_c| - β w g, and β is at least
    -`above`.
    """
    count, regions, columns = values.shape
    tables = np.arange(count)
    none = np.zeros((count, columns))
    weights = best(Programmes(values, tables, none, none, none + np.inf, whole))
    level = all_levels(values, tables, weights)
    highest = level.max(axis=-1, keepdims=True)
    if (highest > -_NOTHING).any():
        raise MethodError(
            "no weights leave what is desired of every region below what is not, so mixtures of any sum have "
            "no limit",
            seen=f"{regions} regions, `mixtures: any`",
            allowed="in each region something that is not desired (a cost turned by its sign), and limits of "
            "weights that let it count enough",
            advice="say `mixtures: one`, lower `low` or change `order`",
        )
    step = summed(unit, weights[:, None, :])
    found: Array = 1.01 * (above * step - level) / -highest
    return np.maximum(found, 1.0)


def steps_to_all(outputs: Outputs) -> Array:
    """Return β of each region against all, (tables, regions); infinite where it has no direction."""
    count, regions = outputs.able.shape
    found = np.full((count, regions), np.inf)
    size = max(1, _CELLS // max(1, outputs.values[0].size))
    rows = _rows(outputs.values, outputs.mixtures)
    for start in range(0, count, size):
        part = slice(start, start + size)
        table, region = np.nonzero(outputs.able[part])
        place = table + start
        found[place, region] = _solved(rows[part], table, outputs, place, region)
    return found


def steps_to_others(outputs: Outputs, steps: Array) -> Array:
    """Return the `steps` to all (tables, regions), those of 0 replaced by those to the others: 0 or less.

    Outputs are those of `sampled`. A region with an equal twin is at 0.
    """
    ahead = outputs.able & (steps <= _NOTHING)
    found = np.where(ahead, 0.0, steps)
    table, region = np.nonzero(ahead & ~have_twins(outputs.values))
    rows = _rows(outputs.values, outputs.mixtures)
    size = max(1, _CELLS // max(1, rows.shape[-2] + rows.shape[-1]))
    for start in range(0, len(table), size):
        part = slice(start, start + size)
        here, those = table[part], region[part]
        own = _solved(rows, here, outputs, here, those, without=those)
        found[here, those] = np.where(own < -_NOTHING, own, 0.0)
    return found


def steps_to_samples(outputs: Outputs, picks: Places) -> Array:
    """Return the mean β of each region over samples of the regions, (tables, regions).

    `picks` (tables, draws, sample) are the regions drawn, the same for all, or (tables, regions, draws,
    sample) those drawn for each region.
    """
    count, regions = outputs.able.shape
    own = picks.ndim == outputs.values.ndim + 1
    draws, sample = picks.shape[-2:]
    width = outputs.values.shape[-1]
    each = picks.reshape(count, -1, sample)
    found = np.empty((count, each.shape[1], 1 if own else regions))
    size = max(1, _CELLS // ((sample + found.shape[-1]) * width))
    table, drawn = (one.ravel() for one in np.indices(each.shape[:2]))
    for start in range(0, len(table), size):
        part = slice(start, start + size)
        here, those = table[part], each[table[part], drawn[part]]
        rows = _rows(outputs.values[here[:, None], those], outputs.mixtures)
        number = np.repeat(np.arange(len(here)), found.shape[-1])
        region = np.repeat(drawn[part] // draws, 1) if own else np.tile(np.arange(regions), len(here))
        able = outputs.able[here[number], region]
        steps = np.full(len(number), np.inf)
        steps[able] = _solved(rows, number[able], outputs, here[number][able], region[able])
        found[here, drawn[part]] = steps.reshape(len(here), -1)
    if own:
        return np.asarray(found.reshape(count, regions, draws).mean(axis=-1))
    return np.asarray(found.mean(axis=1))


def _rows(values: Array, mixtures: str) -> Array:
    """Return the rows no index of which may exceed v: with one of zeros unless the parts sum to 1."""
    if mixtures == ONE:
        return values
    nothing = np.zeros((*values.shape[:-2], 1, values.shape[-1]))
    return np.concatenate([values, nothing], axis=-2)


def _solved(  # noqa: PLR0913 - one argument per side of the programmes
    rows: Array,
    number: Places,
    outputs: Outputs,
    table: Places,
    region: Places,
    *,
    without: Places | None = None,
) -> Array:
    """Return β of some regions, each over the rows of that number, but for the one it is without."""
    own, unit, reach = (
        outputs.values[table, region],
        outputs.unit[table, region],
        outputs.reach[table, region],
    )
    dear = np.where(np.isfinite(reach), reach, 1.0)
    bounds = np.zeros(own.shape), np.full(own.shape, np.inf)
    programmes = Programmes(rows, number, own / dear[:, None], *bounds, unit, without=without)
    weights = best(programmes)
    found: Array = dear * programmes.highest(weights) - summed(own, weights)
    return found


def taking_part(x: Array, mixtures: str) -> NDArray[np.bool_]:
    """Return which columns take part, (…, columns): those that vary, or with inputs all that are not 0.

    A constant column would leave no region a step to take, but as an input or over one it is a divisor.
    """
    if mixtures == ANY:
        return np.asarray((x != 0).any(axis=-2))
    return live_columns(x)
