"""Shares: of regions in the sum over a whole level, and of units that have something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Figure, number_text, place_text
from zhishu.publish.figures.amount import amount_of
from zhishu.publish.figures.bar_list import Bar, BarList, Panel, bar_list
from zhishu.publish.figures.bars import amount_cell, measure_column
from zhishu.publish.figures.choice import in_sentence, leading_values, places_of, region_column
from zhishu.publish.figures.picture import narrow_specification, specification
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.publish.figure import Language
    from zhishu.publish.figures.picture import Picture
    from zhishu.publish.findings import Findings, LevelFindings

DIGITS = 2


@kind("figure", "share_bars", Text("在全国合计中的占比", "Shares of the sum over a level"))
def share_bars(findings: Findings, *, level: str, measure: str, of: str = "", top: int = 15) -> Figure | None:
    """Return the `top` regions' shares of a measure in its sum over all regions of the level `of`.

    Without `of` the sum is over `level` itself. None when the sum is not above zero.
    """
    found, whole = findings.level(level), findings.level(of or level)
    values = found.values(measure)
    total = float(np.nansum(whole.values(measure)))
    shown = leading_values(values, top)
    if not total > 0 or not len(shown):
        return None
    shares = values / total
    drawn = _share_list(found, shares, shown)

    def draw(language: Language, width: int) -> Picture:
        return bar_list(drawn, language, width)

    name, region, among = found.title(measure), found.level.name, whole.level.name
    return Figure(
        id=f"shares-{level}-{measure}",
        number="",
        title=Text(
            f"{name.zh}占全部{among.zh}合计的比重：居前的 {len(shown)} 个{region.zh}",
            f"{name.en}: the leading {len(shown)} {in_sentence(region.en)} and their shares of all "
            f"{in_sentence(among.en)}",
        ),
        data=_share_data(found, measure, shares, shown),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_share_words(found, measure, shares, shown),
        note=_share_note(whole, measure, total, float(np.nansum(shares[shown]))),
    )


def _share_list(level: LevelFindings, shares: NDArray[np.float64], shown: NDArray[np.intp]) -> BarList:
    said = [number_text(100 * float(shares[row]), DIGITS) + "%" for row in shown]
    bars = tuple(Bar((float(shares[row]),), Text(text, text)) for row, text in zip(shown, said, strict=True))
    places = places_of(shares)[shown]
    return BarList(
        tuple(level.names[row].short for row in shown),
        (Panel(bars),),
        tuple(place_text(float(place)) for place in places),
        rows=tuple(range(len(shown))),
    )


def _share_data(
    level: LevelFindings, measure: str, shares: NDArray[np.float64], shown: NDArray[np.intp]
) -> Data:
    values = level.values(measure)
    amount = amount_of(values[shown], level.unit(measure))
    columns = (
        region_column(level),
        measure_column(level, measure, amount),
        Column("share", Text("占比", "Share"), "share", digits=DIGITS),
    )
    rows = tuple(
        (level.names[row].full, amount_cell(amount, float(values[row])), float(shares[row])) for row in shown
    )
    return Data(columns, rows, level=level.id, regions=tuple(level.codes[row] for row in shown))


def _share_words(
    level: LevelFindings, measure: str, shares: NDArray[np.float64], shown: NDArray[np.intp]
) -> Text:
    said = [(level.names[row].short, number_text(100 * float(shares[row]), DIGITS)) for row in shown]
    name = level.title(measure)
    return Text(
        f"{name.zh}占比条形图。" + "；".join(f"{short.zh} {share}%" for short, share in said) + "。",
        f"Bars of shares: {name.en}. " + "; ".join(f"{short.en} {share}%" for short, share in said) + ".",
    )


def _share_note(whole: LevelFindings, measure: str, total: float, together: float) -> Text:
    amount = amount_of(np.array([total]), whole.unit(measure))
    said, unit = amount.text(total), amount.unit or Text("", "")
    among, share = whole.level.name, number_text(100 * together, 1)
    return Text(
        f"分母为全部 {len(whole.codes)} 个{among.zh}之和（{said.zh}{unit.zh}）；图中各地合计占 {share}%。",
        f"Shares of the sum over all {len(whole.codes)} {in_sentence(among.en)} "
        f"({f'{said.en} {unit.en}'.strip()}); those shown have {share}% together.",
    )
