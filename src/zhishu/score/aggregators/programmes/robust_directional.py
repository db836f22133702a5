"""Robust directional benefit of the doubt: the mean step of a region towards samples of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, never
from zhishu.score.aggregators.aggregator import aggregator
from zhishu.score.aggregators.programmes.directional import (
    CASES,
    LIMITS,
    NEEDS,
    amounts_of,
    direction_option,
    limited_outputs,
    scored,
    turned,
)
from zhishu.score.aggregators.programmes.peers import EACH_DRAW, PEER_INPUTS, PEER_OPTIONS, peers_of
from zhishu.step_kinds import Option
from zhishu.weigh.envelopment.samples import drawn, drawn_alike, first_alike
from zhishu.weigh.envelopment.undesirable import AT_MOST_ONE, steps_to_samples

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_CELLS = 1 << 23
"""Regions judged times regions drawn for them that are held at once."""


def robust_directional_benefit(  # noqa: PLR0913 - data, then options by name
    x: Array,
    weights: Array,
    generator: np.random.Generator,
    *,
    direction: str | Sequence[float] | None = "own",
    low: float = 0.0,
    order: Sequence[str | Sequence[str]] | None = None,
    mixtures: str = AT_MOST_ONE,
    sample: int = 10,
    draws: int = 200,
    members: Sequence[str] = (),
    regions: Sequence[str] = (),
    measures: Mapping[str, Array] | None = None,
    neighbours: Mapping[str, Sequence[str]] | None = None,
    nearest: int | None = None,
    places: Sequence[str] | None = None,
    distance: str = "great_circle",
    given: Mapping[str, float | str | None] | None = None,
    given_ordered: Mapping[str, float] | None = None,
) -> Array:
    """Return the directional score of order m of each region, shape (…, regions): 1 / (1 + mean β).

    β is that of `directional_benefit`, taken against `sample` regions drawn with replacement, the region
    itself not always among them, and averaged over so many `draws`: few outliers move little, and a
    region beyond most samples scores above 1. All regions and all tables of a batch are compared with
    the same draws, which do not depend on the order of the table. With options of `peers_of` others are
    drawn as they are near, alike or listed. A region beyond all bounds is a MethodError.

    >>> x = np.array([[2.0, -1.0], [1.0, -2.0]])
    >>> robust_directional_benefit(x, np.ones(2) / 2, np.random.default_rng(0), sample=99)
    array([1.   , 0.625])
    """
    _refuse_no_steps(direction)
    values, _ = amounts_of(x, weights)
    peers = peers_of(
        regions,
        measures,
        neighbours=neighbours,
        nearest=nearest,
        places=places,
        distance=distance,
        given=given,
        given_ordered=given_ordered,
    )
    chances = None if peers is None else _spread(peers, x.shape)
    limits = {"direction": direction, "low": low, "order": order, "mixtures": mixtures}
    samples = _Samples(generator.random((draws, sample)), chances, members, limits)
    return scored(values, mixtures, samples.scores)


def _refuse_no_steps(direction: str | Sequence[float] | None) -> None:
    if not isinstance(direction, str) and direction is not None and not all(step > 0 for step in direction):
        seen = list(direction)
        raise MethodError("samples need a step in every column", seen=seen, allowed="numbers above 0")


@dataclass(frozen=True, slots=True, eq=False)
class _Samples:
    """Whom regions are compared with: shared numbers from 0 to 1 (draws, sample), and whom they choose."""

    uniform: Array
    chances: Array | None
    members: Sequence[str]
    limits: Mapping[str, Any]

    def scores(self, those: Array, takes_part: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> Array:
        """Return the scores of the chosen tables, in parts that fit the memory."""
        found = np.empty(those.shape[:-1])
        alike = None if self.chances is None else self.chances[chosen]
        size = max(1, _CELLS // (those.shape[-2] * self.uniform.size))
        for start in range(0, len(those), size):
            part = slice(start, start + size)
            outputs = limited_outputs(
                those[part], takes_part[part], self.members, sampled=True, **self.limits
            )
            if alike is None:
                steps = steps_to_samples(outputs, drawn(those[part], self.uniform))
                found[part] = np.take_along_axis(steps, first_alike(those[part]), axis=-1)
            else:
                found[part] = steps_to_samples(outputs, drawn_alike(those[part], alike[part], self.uniform))
        return turned(found, "a larger `sample`, ")


def _spread(peers: Array, shape: tuple[int, ...]) -> Array:
    """Return the chances (tables, regions judged, regions drawn) of tables of that shape."""
    regions = shape[-2]
    if peers.shape[-2:] != (regions, regions):
        raise MethodError(
            "the peers do not fit the values",
            seen=f"peers of the shape {peers.shape}",
            allowed=f"{(*shape[:-1], regions)}",
        )
    return np.broadcast_to(peers, (*shape[:-1], regions)).reshape(-1, regions, regions)


ROBUST_DIRECTIONAL = (
    aggregator(
        "robust_directional_benefit",
        Text("稳健方向性最有利权重", "Robust directional benefit of the doubt"),
        robust_directional_benefit,
        citation="Rogge, De Jaeger and Lavigne (2017), Ecological Economics 139: 19-32; Daraio and Simar "
        "(2005), Journal of Productivity Analysis 24(1): 93-121; with `mixtures: any` as the R package "
        "Compind, ci_rbod_constr_bad and, with `given`, ci_rbod_constr_bad_Q",
        formula=Text(
            "1 / (1 + beta)，beta 为对每次抽取的 sample 个地区所求最大步长的均值，共抽取 draws 次",
            "1 / (1 + beta), beta the mean over `draws` of the largest step below a mixture of `sample` "
            "regions drawn",
        ),
        needs=NEEDS + EACH_DRAW,
        range_="above 0; above 1 for a region beyond most samples",
        degenerate=CASES,
        example=Example(
            (
                np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]]),
                np.array([0.5, 0.5]),
                np.random.default_rng(0),
            ),
            [1.0, 1.0, 2 / 3],
            {"sample": 60, "draws": 5},
        ),
        parameters={
            "direction": direction_option(
                "own",
                {"exclusiveMinimum": 0},
                "the step in each column, mean: its mean amount, own: the region's amount, or numbers",
            ),
            **LIMITS,
            "sample": Option(
                10, {"type": "integer", "minimum": 1}, "m, how many regions each is compared with at once"
            ),
            "draws": Option(200, {"type": "integer", "minimum": 1}, "how many samples are drawn"),
            **PEER_OPTIONS,
        },
        inputs=("members", "generator", *PEER_INPUTS),
        weights_matter=never,
    ),
)
