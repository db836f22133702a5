"""Robust benefit of the doubt as an aggregator: each region against some others, not against all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example, Option
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.peers import PEER_INPUTS, PEER_OPTIONS, peers_of
from zhishu.weigh.order_m import robust_scores
from zhishu.weigh.sampled_frontiers import robust_multidirectional_scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


def robust_benefit(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    sample: int = 10,
    direction: Sequence[float] | None = None,
    regions: Sequence[str] = (),
    measures: Mapping[str, NDArray[np.float64]] | None = None,
    neighbours: Mapping[str, Sequence[str]] | None = None,
    nearest: int | None = None,
    places: Sequence[str] | None = None,
    distance: str = "great_circle",
    given: Mapping[str, float | None] | None = None,
    given_ordered: Mapping[str, float] | None = None,
) -> NDArray[np.float64]:
    """Return the robust benefit-of-the-doubt score of order m of each region, shape (…, regions).

    See `zhishu.weigh.order_m.robust_scores`; columns that weigh nothing take no part. `regions`,
    `measures` and the further options say whom a region is compared with: see `peers_of`. By
    measures x is (…, years, regions, columns).
    """
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
    return robust_scores(_weighing(x, weights), sample=sample, direction=direction, peers=peers)


def robust_multidirectional_benefit(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    generator: np.random.Generator,
    *,
    sample: int = 10,
    draws: int = 200,
) -> NDArray[np.float64]:
    """Return the robust multi-directional benefit-of-the-doubt score of each region, shape (…, regions).

    See `zhishu.weigh.sampled_frontiers`; columns that weigh nothing take no part.
    """
    return robust_multidirectional_scores(_weighing(x, weights), generator, sample=sample, draws=draws)


def _weighing(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values, 0 in columns that weigh nothing: a column of zeros tells nothing."""
    require_complete(x, "robust benefit of the doubt")
    return np.where(weights[..., None, :] > 0, x, 0.0)


CASES = {
    **AMONG_OTHERS,
    "constant": "left out where others vary",
    "zero": "left out",
    "negative": "error: values must be 0 or more",
    "single_region": "1, or 0 if all of its values are 0",
}
AT = (np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]]), np.array([0.5, 0.5]))

ROBUST_BENEFIT = (
    aggregator(
        "robust_benefit",
        Text("稳健最有利权重", "Robust benefit of the doubt"),
        robust_benefit,
        citation="Daraio and Simar (2005), Journal of Productivity Analysis 24(1): 93-121; Vidoli and "
        "Mazziotta (2013), Statistica Applicata 23; with `direction` Vidoli, Fusco and Mazziotta (2015), "
        "Social Indicators Research 122; with `neighbours` Fusco, Vidoli and Sahoo (2018), Omega 77: 1-14; "
        "the limits of Compind's ci_rbod, ci_rbod_dir and ci_rbod_spatial as their draws grow",
        formula=Text(
            "1 / E max，max 取自 sample 次抽取的 lambda_i = min_j x_ij / (d_j x_cj)；均值为精确值 sum_i "
            "lambda_(i) (F_i^m - F_(i-1)^m)，F 为累积抽取概率，等概率时 F_i = i/n；d 为方向，默认全为 1",
            "1 / E max of `sample` draws from lambda_i = min_j x_ij / (d_j x_cj): the mean is exact, "
            "sum_i lambda_(i) (F_i^m - F_(i-1)^m), F the cumulated probability of the draws, i/n if all are "
            "alike; d the direction, 1 unless given",
        ),
        needs="every value, none negative; time of regions × regions for each draw",
        range_="0 or more; above 1 for a region that few surpass",
        degenerate=CASES,
        example=Example(AT, [9 / 7, 9 / 7, 1.0], {"sample": 2}),
        parameters={
            "sample": Option(
                10, {"type": "integer", "minimum": 1}, "m, how many regions each is compared with at once"
            ),
            "direction": Option(
                None,
                {"type": ["array", "null"], "items": {"type": "number", "minimum": 0}},
                "how much each column weighs against the region; one at 0 sets no limit; all 1 unless given",
            ),
            **PEER_OPTIONS,
        },
        inputs=PEER_INPUTS,
    ),
    aggregator(
        "robust_multidirectional_benefit",
        Text("稳健多方向最有利权重", "Robust multi-directional benefit of the doubt"),
        robust_multidirectional_benefit,
        citation="Vidoli, Fusco, Pignataro and Guccio (2024), Socio-Economic Planning Sciences, "
        "doi:10.1016/j.seps.2024.101877; the idea of Compind's ci_rbod_mdir without its scores of 1.5, which "
        "fall on regions by where they stand in the table",
        formula=Text(
            "多方向最有利权重得分的均值，取自 draws 个样本，每个样本为"
            "含该地区在内、不放回抽取的 sample 个地区",
            "the mean of the scores of `multidirectional_benefit` in `draws` samples of `sample` regions, "
            "itself among them, drawn without replacement",
        ),
        needs="every value, none negative; linear programmes, those of all samples side by side",
        range_="[0, 1]; at least the score of `multidirectional_benefit`",
        degenerate=CASES,
        example=Example((*AT, np.random.default_rng(0)), [1.0, 1.0, 2 / 3]),
        parameters={
            "sample": Option(
                10,
                {"type": "integer", "minimum": 1},
                "how many regions a sample holds; with no more regions than that all are compared",
            ),
            "draws": Option(200, {"type": "integer", "minimum": 1}, "in how many samples each region is"),
        },
        inputs=("generator",),
    ),
)
