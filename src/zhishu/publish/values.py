"""Single values that editors put into their words: `{value:city/苏州市/index.rank}`, with their proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import EditionError
from zhishu.framework import Text
from zhishu.publish.document import Evidence, Said, Span
from zhishu.publish.figure import Column, Data, Interval, interval_text, number_text, place_text

if TYPE_CHECKING:
    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings, LevelFindings

FORMS = ("score", "rank", "interval", "value")
SHAPES = "LEVEL/REGION/NODE[.score|.rank|.interval|.value], sum/LEVEL/MEASURE, count/LEVEL, rows/SOURCE"
SCORE_DIGITS = 2


def value_said(findings: Findings, name: str, where: str) -> tuple[Said, Evidence]:
    """Return a value as it is printed, and what proves it.

    `name` is LEVEL/REGION/NODE, with `.rank`, `.interval`, `.score` or `.value` for what is meant (a
    node's score and an indicator's raw value by themselves); sum/LEVEL/MEASURE; count/LEVEL, the number
    of regions; or rows/SOURCE, the number of records. Anything else raises an EditionError.
    """
    parts = name.split("/")
    match parts:
        case ["count", level]:
            return _counted(findings, level)
        case ["rows", source]:
            return _rows(findings, source)
        case ["sum", level, measure]:
            return _summed(findings.level(level), measure)
        case [level, region, node]:
            return _single(findings.level(level), region, node, where)
    raise EditionError("this is no value of the result", where=where, seen=name, allowed=SHAPES)


def _single(level: LevelFindings, region: str, node: str, where: str) -> tuple[Said, Evidence]:
    measure, _, form = node.partition(".")
    row = level.row(region)
    indicator = level.found.panel.indicators
    form = form or ("value" if measure in indicator or measure not in level.framework.ids else "score")
    if form not in FORMS:
        raise EditionError("a value has no such form", where=where, seen=form, allowed=", ".join(FORMS))
    cell, text, kind = _cell(level, row, measure, form)
    column = Column(form, level.title(measure), kind, digits=SCORE_DIGITS, node=measure)  # type: ignore[arg-type]
    heading = Column("region", level.level.name)
    data = Data(
        (heading, column), ((level.names[row].full, cell),), level=level.id, regions=(level.codes[row],)
    )
    evidence = Evidence(
        id=f"value-{level.id}-{level.codes[row]}-{measure}-{form}",
        title=Text(
            f"{level.names[row].full.zh}：{level.title(measure).zh}",
            f"{level.names[row].full.en}: {level.title(measure).en}",
        ),
        data=data,
        where=_where(level, level.codes[row], measure, form),
    )
    return _said(text, evidence)


def _cell(level: LevelFindings, row: int, measure: str, form: str) -> tuple[Cell, str, str]:
    if form == "rank":
        place = float(level.ranks[row, level.column(measure)])
        return place, place_text(place), "number"
    if form == "interval":
        column, found = level.column(measure), level.interval
        nothing = Interval(float("nan"), float("nan"))
        interval = (
            nothing
            if found is None
            else Interval(float(found.low[row, column]), float(found.high[row, column]))
        )
        return interval, interval_text(interval), "interval"
    if form == "score":
        score = float(level.scores[row, level.column(measure)])
        return score, number_text(score, SCORE_DIGITS), "score"
    value = float(level.values(measure)[row])
    return value, plain_number(value), "number"


def plain_number(value: float) -> str:
    """Return a raw value as it is printed: whole numbers whole, others with two digits.

    >>> plain_number(8780.0), plain_number(3.14159)
    ('8,780', '3.14')
    """
    return number_text(value, 0 if np.isnan(value) or value == int(value) else 2)


def _where(level: LevelFindings, region: str, measure: str, form: str) -> Text:
    table = {"rank": "scores", "score": "scores", "interval": "intervals", "value": "panel"}[form]
    column = "indicator" if table == "panel" else "node"
    place = f"tables/{table}.csv: level = {level.id}, region = {region}, {column} = {measure}"
    return Text(place, place)


def _summed(level: LevelFindings, measure: str) -> tuple[Said, Evidence]:
    values = level.values(measure)
    total = float(np.nansum(values))
    order = np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable")[:10]
    columns = (
        Column("region", level.level.name),
        Column("value", level.title(measure), "number", node=measure),
    )
    data = Data(
        columns,
        tuple((level.names[row].full, float(values[row])) for row in order),
        level=level.id,
        regions=tuple(level.codes[row] for row in order),
    )
    evidence = Evidence(
        id=f"value-sum-{level.id}-{measure}",
        title=Text(f"{level.title(measure).zh}合计", f"{level.title(measure).en}, total"),
        data=data,
        formula=Text(
            f"{len(values)} 个地区之和（下表为最大的 {len(order)} 个）",
            f"Sum over {len(values)} regions; the {len(order)} largest are shown",
        ),
    )
    return _said(plain_number(total), evidence)


def _counted(findings: Findings, name: str) -> tuple[Said, Evidence]:
    level = findings.level(name)
    columns = (Column("region", level.level.name),)
    data = Data(columns, tuple((region.full,) for region in level.names), level=level.id, regions=level.codes)
    title = Text(f"{level.level.name.zh}的数量", f"{level.level.name.en}: how many")
    return _said(number_text(len(level.codes)), Evidence(f"value-count-{name}", title, data))


def _rows(findings: Findings, source: str) -> tuple[Said, Evidence]:
    counts = findings.result.row_counts
    if source not in counts:
        raise EditionError(
            f"there is no source of records '{source}'",
            where="the report",
            seen=source,
            allowed=", ".join(counts) or "none is declared",
        )
    columns = (
        Column("source", Text("来源", "Source")),
        Column("good", Text("有效记录", "Good records"), "number"),
        Column("bad", Text("隔离记录", "Set aside"), "number"),
    )
    row = (source, float(counts[source]), float(findings.result.quarantined.get(source, 0)))
    title = Text(f"{source} 的记录数", f"Records in {source}")
    return _said(number_text(counts[source]), Evidence(f"value-rows-{source}", title, Data(columns, (row,))))


def _said(text: str, evidence: Evidence) -> tuple[Said, Evidence]:
    return Said((Span(text, evidence.id),), (Span(text, evidence.id),)), evidence
