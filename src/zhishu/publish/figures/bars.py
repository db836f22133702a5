"""One measure as bars, the value and the number of things it is the sum of, and several measures beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Figure, place_text
from zhishu.publish.figures.amount import Amount, amount_of
from zhishu.publish.figures.bar_list import Bar, BarList, Panel, bar_list
from zhishu.publish.figures.choice import in_sentence, leading_values, listed, places_of, region_column
from zhishu.publish.figures.picture import narrow_specification, specification
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from zhishu.publish.figure import Cell, Language
    from zhishu.publish.figures.picture import Picture
    from zhishu.publish.findings import Findings, LevelFindings


@kind("figure", "bars", Text("一项指标居前的地区", "The leading regions by one measure"))
def bars_of_measure(findings: Findings, *, level: str, measure: str, top: int = 20) -> Figure | None:
    """Return bars of one measure for the `top` regions; None when no region has any."""
    found = findings.level(level)
    name, region = found.title(measure), found.level.name
    shown = leading_values(found.values(measure), top)
    return _figure(
        found,
        (measure,),
        shown,
        {
            "id": f"bars-{level}-{measure}",
            "title": Text(
                f"{name.zh}居前的 {len(shown)} 个{region.zh}",
                f"{name.en}: the leading {len(shown)} {in_sentence(region.en)}",
            ),
        },
    )


@kind("figure", "bars_and_count", Text("金额与数量并列", "A value and a count side by side"))
def bars_and_count(  # noqa: PLR0913 - options of an edition
    findings: Findings,
    *,
    level: str,
    value: str,
    count: str,
    top: int = 20,
    order: Literal["value", "count"] = "value",
) -> Figure | None:
    """Return two aligned panels of bars, value and count, for the `top` regions by either.

    `order` is "value" or "count". Regions that have none of either are left out.
    """
    found = findings.level(level)
    by = count if order == "count" else value
    names = _together(found, (value, count))
    shown = leading_values(found.values(by), top)
    region, head = found.level.name, found.title(by)
    return _figure(
        found,
        (value, count),
        shown,
        {
            "id": f"bars-{level}-{value}-{count}",
            "title": Text(
                f"{names.zh}：按{head.zh}居前的 {len(shown)} 个{region.zh}",
                f"{names.en}: the leading {len(shown)} {in_sentence(region.en)} by {in_sentence(head.en)}",
            ),
        },
    )


@kind("figure", "grouped_bars", Text("多项指标并列", "Several measures side by side"))
def grouped_bars(
    findings: Findings, *, level: str, by: str, measures: tuple[str, ...], top: int = 10
) -> Figure | None:
    """Return a panel of bars for each measure, each with its own scale, for the `top` regions by `by`."""
    found = findings.level(level)
    shown = leading_values(found.values(by), top)
    region, head = found.level.name, found.title(by)
    said = _together(found, measures)
    return _figure(
        found,
        tuple(measures),
        shown,
        {
            "id": f"grouped-{level}-{by}",
            "title": Text(
                f"{head.zh}居前的 {len(shown)} 个{region.zh}：{said.zh}",
                f"The leading {len(shown)} {in_sentence(region.en)} by {in_sentence(head.en)}: "
                f"{in_sentence(said.en)}",
            ),
            "note": Text(
                "各列条形的标尺不同，只宜在列内比较长短。",
                "Every column of bars has a scale of its own: compare lengths within a column.",
            ),
        },
    )


def _together(level: LevelFindings, measures: Sequence[str]) -> Text:
    """Return the names of measures as one phrase."""
    names = [level.title(measure) for measure in measures]
    return listed(Text(name.zh, in_sentence(name.en) if at else name.en) for at, name in enumerate(names))


def _figure(
    level: LevelFindings, measures: tuple[str, ...], shown: NDArray[np.intp], words: Mapping[str, Any]
) -> Figure | None:
    """Return the figure of several measures for the regions in these rows, in that order."""
    if not len(shown) or not measures:
        return None
    values = {measure: level.values(measure)[shown] for measure in measures}
    amounts = {measure: amount_of(values[measure], level.unit(measure)) for measure in measures}
    drawn = _bar_list(level, shown, values, amounts)

    def draw(language: Language, width: int) -> Picture:
        return bar_list(drawn, language, width)

    return Figure(
        number="",
        data=_data(level, shown, values, amounts),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(level, shown, values, amounts),
        **words,
    )


def _bar_list(
    level: LevelFindings,
    shown: NDArray[np.intp],
    values: Mapping[str, NDArray[np.float64]],
    amounts: Mapping[str, Amount],
) -> BarList:
    panels = tuple(
        Panel(
            tuple(Bar((float(value),), amounts[measure].text(float(value))) for value in numbers),
            ("accent",),
            amounts[measure].heading(level.title(measure)),
        )
        for measure, numbers in values.items()
    )
    places: tuple[str, ...] = ()
    if len(values) == 1:
        places = tuple(place_text(float(place)) for place in places_of(next(iter(values.values()))))
    return BarList(
        tuple(level.names[row].short for row in shown), panels, places, rows=tuple(range(len(shown)))
    )


def _data(
    level: LevelFindings,
    shown: NDArray[np.intp],
    values: Mapping[str, NDArray[np.float64]],
    amounts: Mapping[str, Amount],
) -> Data:
    columns = (
        region_column(level),
        *(measure_column(level, measure, amounts[measure]) for measure in values),
    )
    rows = tuple(
        (
            level.names[row].full,
            *(amount_cell(amounts[measure], numbers[at]) for measure, numbers in values.items()),
        )
        for at, row in enumerate(shown)
    )
    return Data(columns, rows, level=level.id, regions=tuple(level.codes[row] for row in shown))


def measure_column(level: LevelFindings, measure: str, amount: Amount) -> Column:
    """Return the column of a measure's values."""
    node = measure if measure in level.framework.ids else ""
    return Column(measure, amount.heading(level.title(measure)), "number", digits=amount.digits[0], node=node)


def amount_cell(amount: Amount, value: float) -> Cell:
    """Return a value as a cell: a number, or its words where the languages write it in different units."""
    return amount.text(float(value)) if amount.scaled else float(value)


def _alternative(
    level: LevelFindings,
    shown: NDArray[np.intp],
    values: Mapping[str, NDArray[np.float64]],
    amounts: Mapping[str, Amount],
) -> Text:
    """Return the numbers in words, region by region."""
    zh, en = [], []
    for at, row in enumerate(shown):
        said = [amounts[measure].text(float(numbers[at])) for measure, numbers in values.items()]
        zh.append(f"{level.names[row].short.zh} " + "、".join(text.zh for text in said))
        en.append(f"{level.names[row].short.en} " + ", ".join(text.en for text in said))
    heads = listed(amounts[measure].heading(level.title(measure)) for measure in values)
    return Text(f"条形图，{heads.zh}。{'；'.join(zh)}。", f"Bars: {heads.en}. {'; '.join(en)}.")
