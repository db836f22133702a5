"""Robust benefit of the doubt as an aggregator: each region against some others, not against all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example, never
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.programmes.peers import EACH_DRAW, PEER_INPUTS, PEER_OPTIONS, peers_of
from zhishu.step_kinds import Option
from zhishu.weigh.envelopment.order_m import robust_scores
from zhishu.weigh.envelopment.sampled_frontiers import robust_multidirectional_scores

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
    given: Mapping[str, float | str | None] | None = None,
    given_ordered: Mapping[str, float] | None = None,
) -> NDArray[np.float64]:
    """Return the robust benefit-of-the-doubt score of order m of each region, shape (…, regions).

    See `zhishu.weigh.envelopment.order_m.robust_scores`; columns that weigh nothing take no part. `regions`,
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


def robust_multidirectional_benefit(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    generator: np.random.Generator,
    *,
    sample: int = 10,
    draws: int = 200,
    mean_of: str = "scores",
) -> NDArray[np.float64]:
    """Return the robust multi-directional benefit-of-the-doubt score of each region, shape (…, regions).

    See `zhishu.weigh.envelopment.sampled_frontiers`; columns that weigh nothing take no part.
    """
    return robust_multidirectional_scores(
        _weighing(x, weights), generator, sample=sample, draws=draws, mean_of=mean_of
    )


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
        "the limits of Compind's ci_rbod and ci_rbod_dir as their draws grow",
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
        weights_matter=never,
    ),
    aggregator(
        "robust_multidirectional_benefit",
        Text("稳健多方向最有利权重", "Robust multi-directional benefit of the doubt"),
        robust_multidirectional_benefit,
        citation="Vidoli, Fusco, Pignataro and Guccio (2024), Socio-Economic Planning Sciences 93: 101877; "
        "as computed by the R package Compind from 3.7 on, ci_rbod_mdir, with `mean_of: steps`",
        formula=Text(
            "多方向最有利权重得分在 draws 个样本上的均值，每个样本为有放回抽取的 sample 个地区加上该地区；"
            "mean_of: steps 时为 1 - sum_j beta d_j / sum_j (x_cj + beta d_j)，beta 与 d 各取样本均值",
            "the mean of the scores of `multidirectional_benefit` in `draws` samples of `sample` regions "
            "drawn with replacement, itself added; or, with `mean_of: steps`, 1 - sum_j beta d_j / "
            "sum_j (x_cj + beta d_j) with the means of beta and d",
        ),
        needs=f"every value, none negative; linear programmes, those of all samples side by side{EACH_DRAW}",
        range_="[0, 1]; near 1 for a region that few surpass",
        degenerate=CASES,
        example=Example((*AT, np.random.default_rng(0)), [1.0, 1.0, 2 / 3], {"sample": 1000, "draws": 1}),
        parameters={
            "sample": Option(
                10, {"type": "integer", "minimum": 1}, "how many regions are drawn for each sample"
            ),
            "draws": Option(200, {"type": "integer", "minimum": 1}, "how many samples are drawn"),
            "mean_of": choice(
                "scores", ("steps",), "the mean of the scores, or the score of the mean steps, as printed"
            ),
        },
        inputs=("generator",),
        weights_matter=never,
    ),
)
