"""Components of numbers together with categories: factor analysis of mixed data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError, nearest
from zhishu.framework import Text
from zhishu.registry import Example, never
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator
from zhishu.score.aggregators.columns import require_complete, weighted_sum
from zhishu.step_kinds import Option
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

CATEGORIES = 100
"""A column with more different numbers than this holds no codes of categories."""
_SAME = 1e-9
_NOTHING = 1e-12
_AIMLESS = 1e-6
"""An axis that goes up with an aim by no more than this share of it is not turned by it."""


@dataclass(frozen=True, slots=True, eq=False)
class MixedComponents:
    """The axes of mixed columns: `values` (…, axes) their variances, the largest first.

    `parts` (…, regions, parts) are the standardised columns and scaled categories, `vectors` (…, parts,
    axes) the axes in them; a region's coordinate is Σ part · vector. An axis without variance is 0.
    """

    values: Array
    parts: Array
    vectors: Array

    @property
    def coordinates(self) -> Array:
        """The coordinates of the regions, (…, regions, axes)."""
        axes = range(self.vectors.shape[-1])
        each = [weighted_sum(self.parts, self.vectors[..., None, :, axis]) for axis in axes]
        return np.stack(each, axis=-1)


def mixed_components(
    x: Array, qualitative: Sequence[int] = (), *, counted: Array | None = None, axes: int | None = None
) -> MixedComponents:
    """Return the principal components of columns of which those at `qualitative` hold codes of categories.

    A number is standardised (population deviation); a category with share p of the regions is its
    indicator over √p, centred. So a number has variance 1 in all and a column of c categories c - 1,
    1 at most along any direction. The components are those of the covariances of all parts. Each axis
    points the way the quantitative columns go up: its correlations with them sum to 0 or more. Where
    that tells nothing, it goes up with the codes, else with the first part it has. Of axes with equal
    variance the first is the direction in their plane that follows this rule most closely.

    `counted` (…, columns) leaves columns out (0). `axes` is how many are wanted, all by default.

    Source: Pages 2004, Revue de Statistique Appliquee 52(4): 93-111; FactoMineR's `FAMD`.

    >>> x = np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 1.0], [4.0, 1.0]])
    >>> mixed_components(x, [1]).values.round(6)
    array([1.894427, 0.105573, 0.      ])
    """
    kept = np.ones((*x.shape[:-2], x.shape[-1])) if counted is None else counted
    parts, owner = _parts(x, frozenset(qualitative))
    parts = parts * kept[..., None, owner]
    spread = np.swapaxes(parts, -1, -2) @ parts / x.shape[-2]
    values, vectors = np.linalg.eigh(spread)
    values, vectors = np.maximum(values[..., ::-1], 0.0), vectors[..., ::-1]
    values = np.where(values > _NOTHING * values[..., :1], values, 0.0)
    wanted = len(owner) if axes is None else min(axes, len(owner))
    numbers = np.array([float(column not in qualitative) for column in owner])
    turned = _turned(values, vectors, wanted, numbers, _with_codes(x, parts, qualitative))
    return MixedComponents(values[..., :wanted], parts, turned)


def mixed_factor(
    x: Array,
    weights: Array,
    members: Sequence[str] = (),
    *,
    qualitative: Sequence[str] | None = None,
    dimensions: int | str = 1,
) -> Array:
    """Return the mixed-data factor score of each region, shape (…, regions): mean 0.

    `qualitative` names the columns of the group (by id, of its `members`) whose numbers are codes of
    categories: their order and distance do not count, so any normaliser that keeps different codes
    apart will do. The score is Σ_k λ_k F_k / Σ_k λ_k over the first `dimensions` axes (`all`: all),
    with F_k the coordinate and λ_k its variance: 1 is the coordinate on the first axis itself. See
    `mixed_components` for the axes and which way they point; later axes are as good as that rule. The
    `weights` of the group only say which columns take part: those above 0. Missing values and ids that
    are not in the group are a MethodError.

    >>> x = np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 1.0], [4.0, 1.0]])
    >>> mixed_factor(x, np.array([0.5, 0.5]), ("income", "coast"), qualitative=["coast"]).round(4)
    array([-1.6558, -1.0233,  1.0233,  1.6558])
    """
    require_complete(x, "mixed_factor")
    codes = _positions(qualitative or (), members)
    counted = np.broadcast_to(np.asarray(weights) > 0, (*x.shape[:-2], x.shape[-1])).astype(float)
    wanted = None if dimensions == "all" else int(dimensions)
    found = mixed_components(x, codes, counted=counted, axes=wanted)
    total = found.values.sum(axis=-1, keepdims=True)
    share = np.divide(found.values, total, out=np.zeros_like(found.values), where=total > 0)
    combined = weighted_sum(found.vectors, share[..., None, :])
    return weighted_sum(found.parts, combined[..., None, :])


def _positions(ids: Sequence[str], members: Sequence[str]) -> list[int]:
    for name in ids:
        if name not in members:
            close = nearest(name, list(members))
            raise MethodError(
                "a qualitative column is not in the group",
                seen=name,
                allowed=", ".join(members) or "the ids of the group's columns",
                advice=f"did you mean '{close}'?" if close else "name the group under `by_node`",
            )
    return [list(members).index(name) for name in ids]


def _parts(x: Array, qualitative: frozenset[int]) -> tuple[Array, list[int]]:
    """Return standardised columns and scaled categories, (…, regions, parts), and each part's column."""
    parts, owner = [], []
    for column in range(x.shape[-1]):
        own = _categories(x[..., column]) if column in qualitative else standardised(x[..., [column]])
        parts.append(own)
        owner += [column] * own.shape[-1]
    return np.concatenate(parts, axis=-1), owner


def standardised(x: Array) -> Array:
    """Return columns less their mean over their population deviation, 0 where a column is constant."""
    scale = np.abs(x).max(axis=-2, keepdims=True)
    unit = np.divide(x, scale, out=np.zeros_like(x), where=scale > 0)
    centred = unit - unit.mean(axis=-2, keepdims=True)
    deviation = np.sqrt((centred**2).mean(axis=-2, keepdims=True))
    varies = live_columns(x)[..., None, :] & (deviation > 0)
    return np.asarray(np.divide(centred, deviation, out=np.zeros_like(x), where=varies))


def _categories(codes: Array) -> Array:
    """Return the indicator of each category over the root of its share, centred, (…, regions, categories).

    A category that other members of a batch have is 0.
    """
    different = np.unique(codes)
    if len(different) > CATEGORIES:
        raise MethodError(
            "a qualitative column has too many categories",
            seen=f"{len(different)} different numbers",
            allowed=f"codes of at most {CATEGORIES} categories",
            advice="leave it out of `qualitative`, or use fewer categories",
        )
    indicator = (codes[..., None] == different).astype(float)
    share = indicator.mean(axis=-2, keepdims=True)
    root = np.sqrt(share)
    return np.asarray(np.divide(indicator, root, out=np.zeros_like(indicator), where=root > 0) - root)


def _with_codes(x: Array, parts: Array, qualitative: Sequence[int]) -> Array:
    """Return how much each part goes up with the codes of the qualitative columns, (…, parts)."""
    if not len(qualitative):
        return np.zeros((*parts.shape[:-2], parts.shape[-1]))
    codes = standardised(x[..., list(qualitative)]).sum(axis=-1)
    return np.asarray((codes[..., None] * parts).mean(axis=-2))


def _turned(values: Array, vectors: Array, wanted: int, numbers: Array, codes: Array) -> Array:
    """Return the first `wanted` axes, turned by the rule of `mixed_components`."""
    chosen: list[Array] = []
    for axis in range(wanted):
        own = values[..., [axis]]
        alike = (np.abs(values - own) <= _SAME * values[..., :1]) & (own > 0)
        plane = (vectors * alike[..., None, :]) @ np.swapaxes(vectors, -1, -2)
        for earlier, before in enumerate(chosen):
            taken = alike[..., earlier, None, None]
            plane = plane - taken * before[..., :, None] * before[..., None, :]
        chosen.append(_direction(plane, numbers, codes))
    return np.stack(chosen, axis=-1)


def _direction(plane: Array, numbers: Array, codes: Array) -> Array:
    """Return the unit vector of a plane (its projector) nearest to the numbers, the codes, or a part."""
    first = (np.diagonal(plane, axis1=-2, axis2=-1) > _AIMLESS).argmax(axis=-1)
    found = np.take_along_axis(plane, first[..., None, None], axis=-1)[..., 0]
    for aim in (codes, np.broadcast_to(numbers, codes.shape)):
        along = (plane * aim[..., None, :]).sum(axis=-1)
        reach = np.sqrt((along**2).sum(axis=-1, keepdims=True))
        length = np.sqrt((aim**2).sum(axis=-1, keepdims=True))
        found = np.where(reach > _AIMLESS * np.maximum(length, _NOTHING), along, found)
    size = np.sqrt((found**2).sum(axis=-1, keepdims=True))
    return np.asarray(np.divide(found, size, out=np.zeros_like(found), where=size > 0))


# (ζ ± 1) / √2 with ζ = 3/√5 and 1/√5 the standardised numbers: both columns have variance 1.
_OUTER, _INNER = (3 / np.sqrt(5) + 1) / np.sqrt(2), (1 / np.sqrt(5) + 1) / np.sqrt(2)
_FOUR = np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 1.0], [4.0, 1.0]])

MIXED = (
    aggregator(
        "mixed_factor",
        Text("混合数据因子分析得分", "Factor analysis of mixed data"),
        mixed_factor,
        citation="Pages (2004), Analyse factorielle de donnees mixtes, Revue de Statistique Appliquee 52(4): "
        "93-111; as computed by FactoMineR's FAMD",
        formula=Text(
            "sum_k l_k F_k / sum_k l_k，k 取前 dimensions 个轴；"
            "F_k、l_k 为下列变量协方差的主成分得分与特征值："
            "定量指标 (x - 均值)/标准差，类别 (示性变量 - p)/sqrt(p)，p 为该类别地区所占份额",
            "sum_k l_k F_k / sum_k l_k over the first `dimensions` axes; F_k, l_k coordinates and "
            "eigenvalues of the covariances of (x - mean)/sd of numbers and (indicator - p)/sqrt(p) of "
            "categories with share p",
        ),
        needs="every value; correlated columns, more regions than columns; which of them are codes",
        range_="mean 0 over the regions",
        degenerate={**AMONG_OTHERS, "constant": "adds nothing to any axis", "single_region": "0"},
        example=Example((_FOUR, np.full(2, 0.5)), [-_OUTER, -_INNER, _INNER, _OUTER]),
        parameters={
            "qualitative": Option(
                None,
                {"type": ["array", "null"], "items": {"type": "string"}, "minItems": 1},
                "ids of the group's columns whose numbers are codes of categories",
            ),
            "dimensions": Option(
                1,
                {"anyOf": [{"type": "integer", "minimum": 1}, {"enum": ["all"]}]},
                "how many axes, weighted by their eigenvalues: a number, or all",
            ),
        },
        inputs=("members",),
        weights_matter=never,
    ),
)
