"""What cannot be scored as it stands, and what was repaired on the way: said, never silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import PanelError, Repair
from zhishu.framework import Text, text_of
from zhishu.repair_words import place_of
from zhishu.weigh.moments import LARGEST
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zhishu.panel import Panel

NAMED = 5
"""How many regions a message names before it only counts them."""


def check_columns(panel: Panel, indicators: tuple[str, ...]) -> None:
    """Raise a PanelError if the panel is empty or its columns are not the framework's indicators."""
    where = f"level {panel.level}"
    if not panel.regions or not panel.years:
        raise PanelError(
            "the panel is empty", where=where, seen=f"{len(panel.regions)} regions, {len(panel.years)} years"
        )
    if panel.indicators != indicators:
        raise PanelError(
            "the panel's columns are not the framework's indicators",
            where=where,
            seen=", ".join(panel.indicators),
            allowed=", ".join(indicators),
        )
    _check_size(panel)


def _check_size(panel: Panel) -> None:
    large = np.argwhere(np.abs(panel.values) > LARGEST)
    if len(large):
        year, region, indicator = large[0]
        raise PanelError(
            "an indicator value is too large to be computed with",
            where=f"level {panel.level}, region {_named(panel, int(region))}, "
            f"indicator {panel.indicators[indicator]}, year {panel.years[year]}",
            seen=float(panel.values[year, region, indicator]),
            allowed=f"numbers between -{LARGEST:g} and {LARGEST:g}",
            advice="correct the cell, or give the indicator in a larger unit",
        )


def check_missing(panel: Panel, *, missing: str) -> None:
    """Raise a PanelError if the panel has missing values and may not have them."""
    gaps = np.argwhere(np.isnan(panel.values))
    if len(gaps) and missing == "error":
        year, region, indicator = gaps[0]
        raise PanelError(
            "an indicator value is missing",
            where=f"level {panel.level}, region {_named(panel, int(region))}, "
            f"indicator {panel.indicators[indicator]}, year {panel.years[year]}",
            seen=f"{len(gaps)} missing of {panel.values.size} values",
            allowed="a number in every cell",
            advice="fill the cells, impute them (`step: impute`), or set `missing: renormalise` in the "
            "aggregate step",
        )


def check_comparable(panel: Panel, normalised: NDArray[np.float64], *, missing: str) -> None:
    """Raise a PanelError if a value has no comparable one and none may be missing.

    Only normalisers along time leave such values: the first year has no year before it.
    """
    gaps = np.argwhere(np.isnan(normalised) & ~np.isnan(panel.values))
    if len(gaps) and missing == "error":
        year, region, indicator = gaps[0]
        raise PanelError(
            "a value has no comparable one: its normalisation compares with a year that has no answer",
            where=f"level {panel.level}, region {_named(panel, int(region))}, "
            f"indicator {panel.indicators[indicator]}, year {panel.years[year]}",
            seen=f"{len(gaps)} of {panel.values.size} values, in the years "
            + ", ".join(str(panel.years[place]) for place in np.unique(gaps[:, 0])),
            allowed="a comparable value for every value",
            advice="set `missing: renormalise` in the aggregate step, which leaves them out, or compare "
            "with a year that has values",
        )


def _named(panel: Panel, region: int) -> str:
    """Return code and name of a region, once where they are the same."""
    return " ".join(dict.fromkeys((panel.regions[region], panel.names[region])))


def constant_indicators(panel: Panel, normalised: NDArray[np.float64]) -> tuple[Repair, ...]:
    """Return a Repair for every indicator whose comparable values are the same for every region."""
    known = ~np.isnan(normalised).all(axis=-2)
    return tuple(
        Repair(
            "constant_indicator",
            _at(panel, year, indicator),
            _alike(panel.values[year, :, indicator], normalised[year, :, indicator]),
        )
        for year, indicator in np.argwhere(known & ~live_columns(normalised))
    )


def _alike(values: NDArray[np.float64], normalised: NDArray[np.float64]) -> Text:
    """Return what is said of an indicator without differences: it had none, or normalisation took them."""
    seen, left = _range(values), _range(normalised)
    if live_columns(values[:, None])[0]:
        return Text(
            f"所有地区的可比数值相同，为 {left.zh}（原值：{seen.zh}）：不能区分地区",
            f"has one comparable value for every region, {left.en} (values: {seen.en}): "
            "tells no regions apart",
        )
    return Text(
        f"所有地区的数值相同（{seen.zh}）：归一化后为 {left.zh}，不能区分地区",
        f"has the same value for every region ({seen.en}): {left.en} after normalisation, "
        "tells no regions apart",
    )


def missing_values(
    panel: Panel, normalised: NDArray[np.float64], scores: NDArray[np.float64]
) -> tuple[Repair, ...]:
    """Return a Repair for every indicator with missing values, and for every region left without a score.

    A value may also be missing after normalisation alone.
    """
    gaps = np.isnan(panel.values)
    return (
        *_gaps(panel, gaps, "missing_value"),
        *_gaps(panel, np.isnan(normalised) & ~gaps, "no_comparable_value"),
        *_unscored(panel, scores),
    )


_GAPS = {
    "missing_value": Text("的数值缺失", "is missing"),
    "no_comparable_value": Text("没有可比数值", "has no comparable value"),
}


def _gaps(panel: Panel, gaps: NDArray[np.bool_], kind: str) -> Iterator[Repair]:
    said = _GAPS[kind]
    for year, indicator in np.argwhere(gaps.any(axis=1)):
        lacking = _listed(panel, np.flatnonzero(gaps[year, :, indicator]))
        message = Text(
            f"{lacking.zh}{said.zh}：其权重分摊给同组的其他指标",
            f"{said.en} for {lacking.en}: its weight is shared out among its siblings",
        )
        yield Repair(kind, _at(panel, year, indicator), message)


def _unscored(panel: Panel, scores: NDArray[np.float64]) -> Iterator[Repair]:
    for year, unscored in enumerate(np.isnan(scores[..., 0])):
        if unscored.any():
            regions = _listed(panel, np.flatnonzero(unscored))
            message = Text(
                f"{regions.zh}没有得分和名次：没有任何有权重的数值",
                f"no score, no rank for {regions.en}: no value that weighs",
            )
            yield Repair("unscored_region", place_of(level=panel.level, year=panel.years[year]), message)


def _at(panel: Panel, year: int, indicator: int) -> Text:
    years = {} if len(panel.years) == 1 else {"year": panel.years[year]}
    return place_of(level=panel.level, indicator=panel.indicators[indicator], **years)


def _range(column: NDArray[np.float64]) -> Text:
    low, high = np.nanmin(column), np.nanmax(column)
    return text_of(f"{low:g}") if low == high else Text(f"{low:g} 至 {high:g}", f"{low:g} to {high:g}")


def _listed(panel: Panel, regions: NDArray[np.intp]) -> Text:
    names = [panel.names[region] for region in regions[:NAMED]]
    many = len(regions) > NAMED
    count = "1 region" if len(regions) == 1 else f"{len(regions)} regions"
    return Text(
        f"{len(regions)} 个地区（{'、'.join(names)}{' 等' if many else ''}）",
        f"{count} ({', '.join(names)}{', …' if many else ''})",
    )
