"""Dynamic evaluation with rewards (双激励控制线): growth beyond two lines is rewarded or penalised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice, number
from zhishu.score.aggregators.averages.means import arithmetic
from zhishu.score.aggregators.averages.time_ordered import SPAN, several_years, windows
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

TIME = -2
"""The axis of the years in (…, years, regions)."""


def rewarded_growth(  # noqa: PLR0913 - the two lines, what lies beyond them, and which years count
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    years: Sequence[int] = (),
    upper: float = 0.5,
    lower: float = 0.5,
    lines: str = "range",
    start: str = "mean",
    coefficients: Sequence[float] | None = None,
    span: int = 0,
) -> NDArray[np.float64]:
    """Return each region's mean over time with rewards and penalties for growth, (…, years, regions).

    `x` is (…, years, regions, columns) where there are `years`. A region's weighted means, joined by
    straight lines, are its path; the score of a year is the mean height of the path from the first year
    to this one (`span` years in all; 0: all there are), plus h+ times its area above the upper line and
    minus h− times its area below the lower line, both over the time that has passed. Years may be uneven.

    Growth g is a region's change over its time. The lines `start` at the mean of the first year's scores,
    or at each region's own (`own`), and rise by ḡ + `upper` · (max g − ḡ) and ḡ − `lower` · (ḡ − min g)
    a year (`lines: range`) or by ḡ ± that part of |ḡ| (`mean`). `coefficients` are (h+, h−); without them
    all rewards equal all penalties and h+ + h− = 1.

    A region without a value in a year goes straight from the year before to the year after, and has no
    score in that year: NaN. With one year or none told, for one table (regions, columns), and in a
    region's first year, it is the mean of columns. Other missing values as in `arithmetic`.

    >>> x = np.array([[[1.0], [1.0]], [[4.0], [2.0]]])
    >>> rewarded_growth(x, np.ones(1), years=(2023, 2024))
    array([[1.   , 1.   ],
           [2.625, 1.375]])
    """
    if not several_years(x, years):
        return arithmetic(x, weights)
    yearly = arithmetic(x, np.broadcast_to(weights, (*x.shape[:-2], x.shape[-1])))
    scores = np.empty_like(yearly)
    for place, known in windows(years, span):
        paths = _Paths(yearly[..., known, :], np.array([float(years[year]) for year in known]))
        rising, falling = paths.lines(upper, lower, lines, start)
        above = paths.area_beyond(rising, 1.0)
        below = paths.area_beyond(falling, -1.0)
        reward, penalty = reward_coefficients(above, below) if coefficients is None else coefficients
        passed = paths.passed > 0
        found = (paths.area() + reward * above - penalty * below) / np.where(passed, paths.passed, 1.0)
        own = yearly[..., place, :]
        scores[..., place, :] = np.where(np.isnan(own), np.nan, np.where(passed, found, own))
    return scores


def reward_coefficients(
    above: NDArray[np.float64], below: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return h+ and h−, (…, 1), from the areas (…, regions) beyond the upper and below the lower line.

    Two rules make them: what all regions are rewarded together is what all are penalised (激励守恒), and
    h+ + h− = 1 (适度激励). So h+ is the part of the areas below; without any area, one half each.

    >>> reward_coefficients(np.array([3.0, 0.0]), np.array([0.0, 1.0]))
    (array([0.25]), array([0.75]))
    """
    risen, fallen = above.sum(axis=-1, keepdims=True), below.sum(axis=-1, keepdims=True)
    both = risen + fallen
    reward = np.divide(fallen, both, out=np.full_like(both, 0.5), where=both > 0)
    return reward, 1.0 - reward


@dataclass(frozen=True, slots=True, eq=False)
class _Paths:
    """The scores of regions over some years, (…, years, regions), NaN where unknown; times rise."""

    scores: NDArray[np.float64]
    times: NDArray[np.float64]

    @property
    def _ends(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The places of each region's first and last known score, (…, 1, regions); the ends if none is."""
        known = ~np.isnan(self.scores)
        first = np.argmax(known, axis=TIME)
        last = len(self.times) - 1 - np.argmax(np.flip(known, axis=TIME), axis=TIME)
        return np.expand_dims(first, TIME), np.expand_dims(last, TIME)

    @property
    def passed(self) -> NDArray[np.float64]:
        """The time between each region's first and last known score, (…, regions); 0 if it has none."""
        first, last = self._ends
        passed = (self.times[last] - self.times[first])[..., 0, :]
        return np.where(np.isnan(self.scores).all(axis=TIME), 0.0, passed)

    def lines(self, upper: float, lower: float, kind: str, start: str) -> tuple[_Line, _Line]:
        """Return the upper and the lower line, which start together and rise at their own rates."""
        first, last = self._ends
        growing = self.passed > 0
        change = (np.take_along_axis(self.scores, last, TIME) - np.take_along_axis(self.scores, first, TIME))[
            ..., 0, :
        ]
        growth = np.where(growing, change, 0.0) / np.where(growing, self.passed, 1.0)
        mean = _mean(growth, growing)
        if kind == "mean":
            rates = mean + upper * np.abs(mean), mean - lower * np.abs(mean)
        else:
            highest = np.where(growing, growth, mean).max(axis=-1, keepdims=True)
            lowest = np.where(growing, growth, mean).min(axis=-1, keepdims=True)
            rates = mean + upper * (highest - mean), mean - lower * (mean - lowest)
        if start == "own":
            height = np.take_along_axis(self.scores, first, TIME)[..., 0, :]
            begun = self.times[first][..., 0, :]
        else:
            height, begun = self._common_start()
        return _Line(height, begun, rates[0]), _Line(height, begun, rates[1])

    def _common_start(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the mean score of the first year in which any region has one, and that year, (…, 1)."""
        known = ~np.isnan(self.scores)
        place = np.argmax(known.any(axis=-1, keepdims=True), axis=TIME)
        at = place[..., None, :]
        scores = np.take_along_axis(self.scores, at, TIME)[..., 0, :]
        return _mean(scores, ~np.isnan(scores)), self.times[place]

    def area(self) -> NDArray[np.float64]:
        """Return the area below each region's path, (…, regions)."""
        level = _Line(np.zeros(1), np.zeros(1), np.zeros(1))
        return self.area_beyond(level, 1.0) - self.area_beyond(level, -1.0)

    def area_beyond(self, line: _Line, side: float) -> NDArray[np.float64]:
        """Return the area between each region's path and a line where it is above (1) or below it (−1)."""
        gaps = [side * (self.scores[..., place, :] - line.at(time)) for place, time in enumerate(self.times)]
        before, since = gaps[0], np.full_like(gaps[0], self.times[0])
        total = np.zeros_like(before)
        for gap, time in zip(gaps[1:], self.times[1:], strict=True):
            joined = ~np.isnan(before + gap)
            total = total + np.where(joined, _positive_part(before, gap) * (time - since), 0.0)
            known = ~np.isnan(gap)
            before, since = np.where(known, gap, before), np.where(known, time, since)
        return total


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A straight line: its height at a time, and its rate; (…, regions) or (…, 1)."""

    height: NDArray[np.float64]
    begun: NDArray[np.float64]
    rate: NDArray[np.float64]

    def at(self, time: float) -> NDArray[np.float64]:
        """Return the height at a time."""
        return self.height + self.rate * (time - self.begun)


def _positive_part(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of what is positive on the straight way between two heights."""
    positive = np.maximum(one, 0.0) + np.maximum(other, 0.0)
    size = np.abs(one) + np.abs(other)
    part = np.divide(positive, size, out=np.zeros_like(size), where=size > 0)
    return np.asarray(positive / 2.0 * part)


def _mean(values: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the mean of the known values over regions, (…, 1); 0 if none is known."""
    total = np.where(known, values, 0.0).sum(axis=-1, keepdims=True)
    return np.asarray(total / np.maximum(known.sum(axis=-1, keepdims=True), 1))


REWARDED_GROWTH = (
    aggregator(
        "rewarded_growth",
        Text("双激励控制线动态综合评价", "Dynamic evaluation with rewards (two incentive lines)"),
        rewarded_growth,
        citation="the two incentive lines (双激励控制线) of Guo Ya-jun (郭亚军), Yi Ping-tao (易平涛) and "
        "others, from 2007; of the same kind: 牛玉飞, 张发明, 袁胜军 (2023), 泛强化激励动态评价模型及应用, "
        "中国管理科学 31(6): 241-252",
        formula=Text(
            "(A + h+ P - h- N) / T，A 为地区各年加权平均 m 连成的折线下的面积，P 为折线高出线 U 的面积，"
            "N 为低于线 L 的面积，T 为历时；U = c + (G + upper (max g - G)) t，"
            "L = c + (G - lower (G - min g)) t，g = (m_T - m_0) / T，G 为 g 的均值，c 为首年 m 的均值；"
            "h+ sum P = h- sum N，h+ + h- = 1",
            "(A + h+ P - h- N) / T, A = area below the path of the region's weighted means m, P = area of "
            "the path above the line U, N = below the line L, T = time passed; U = c + (G + upper (max g - "
            "G)) t, L = c + (G - lower (G - min g)) t, g = (m_T - m_0) / T, G = mean of g, c = mean of m in "
            "the first year; h+ sum P = h- sum N, h+ + h- = 1",
        ),
        needs="weights that sum to 1; several years on one scale, else it is the mean of the year",
        range_="all numbers: a region's mean over time, with its rewards and penalties",
        degenerate={
            **ONE_BY_ONE,
            "single_region": "rewards and penalties cancel out, unless coefficients are given",
        },
        example=Example(
            (np.array([[[1.0], [1.0]], [[4.0], [2.0]]]), np.ones(1)),
            [[1.0, 1.0], [2.625, 1.375]],
            {"years": (1, 2)},
        ),
        note=Text(
            "双激励控制线法未找到附有原始数据的公开算例，载有其公式的原文也未能查到。公式按文献的一般说法写成；"
            "各文画线的方式不一，故 lines 与 start 作为选项。仅与手算和数值积分核对过。",
            "No printed example with its data was found for the two incentive lines, nor was a paper with "
            "their formula at hand: it is written as the method is generally described. Papers draw the "
            "lines in different ways, hence `lines` and `start`. It is held against calculations by hand and "
            "against integrals only.",
        ),
        parameters={
            "upper": number(
                0.5, "how far above the mean growth the line of rewards rises: 0 at the mean", minimum=0.0
            ),
            "lower": number(
                0.5, "how far below the mean growth the line of penalties rises: 0 at the mean", minimum=0.0
            ),
            "lines": choice(
                "range",
                ("mean",),
                "upper and lower as parts of the way to the greatest and the least growth, or of the mean "
                "growth: (1 + upper) and (1 - lower) times it",
            ),
            "start": choice(
                "mean",
                ("own",),
                "the lines start at the mean of the first year's scores, or at each region's own",
            ),
            "coefficients": Option(
                None,
                {
                    "type": ["array", "null"],
                    "items": {"type": "number", "minimum": 0},
                    "minItems": 2,
                    "maxItems": 2,
                },
                "of rewards and of penalties; null: all rewards equal all penalties, and the two sum to 1",
            ),
            "span": SPAN,
        },
        inputs=("years",),
    ),
)
