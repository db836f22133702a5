"""The quality of a level's data: per indicator what is missing, zero, filled in, treated, and its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.panel import Status
from zhishu.publish.figure import Column, Data, Table, number_text
from zhishu.publish.kinds import kind
from zhishu.publish.magnitude import magnitude_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zhishu.publish.figure import Cell
    from zhishu.publish.findings import Findings, LevelFindings
    from zhishu.result import Result

NONE = Text("—", "—")
SHARES = frozenset({"missing", "zero"})
TITLES = {
    "regions": Text("地区数", "Regions"),
    "missing": Text("缺失占比", "Missing"),
    "zero": Text("零值占比", "Zero"),
    "imputed": Text("插补", "Imputed"),
    "treated": Text("处理", "Treated"),
    "minimum": Text("最小值", "Minimum"),
    "median": Text("中位数", "Median"),
    "maximum": Text("最大值", "Maximum"),
}


@kind("table", "data_quality", Text("数据质量", "Quality of the data"))
def data_quality(findings: Findings, *, level: str) -> Table | None:
    """Return one row per indicator, of the raw values of the latest year.

    Shares are of all regions of the level; imputed and treated are cells that preparation changed.
    Minimum, median and maximum are of the values there are, a dash where there are none. None when
    the level has no indicators or no regions. The note says how many rows were read, set aside, and
    how often something was repaired.
    """
    found = findings.level(level)
    raw = found.found.raw or found.found.panel
    if not raw.indicators or not raw.regions:
        return None
    values = raw.values[-1]
    columns = (
        Column("node", Text("指标", "Indicator")),
        Column("unit", Text("单位", "Unit")),
        *(
            Column(name, title, "share", digits=1) if name in SHARES else Column(name, title, "number")
            for name, title in TITLES.items()
        ),
    )
    rows = tuple(_row(found, indicator, values[:, at]) for at, indicator in enumerate(raw.indicators))
    name = found.level.name
    return Table(
        id=f"data-quality-{level}",
        number="",
        title=Text(f"{name.zh}各指标数据质量", f"{name.en}: quality of the data by indicator"),
        data=Data(columns, rows, level=level),
        note=_note(findings.result),
    )


def _row(level: LevelFindings, indicator: str, values: NDArray[np.float64]) -> tuple[Cell, ...]:
    known = values[np.isfinite(values)]
    written = magnitude_of(known.tolist(), level.unit(indicator))
    found = (float(known.min()), float(np.median(known)), float(known.max())) if len(known) else ()
    spread = [written.text(value) for value in found] or [NONE] * 3
    return (
        level.title(indicator),
        written.unit or "",
        float(len(values)),
        1.0 - len(known) / len(values),
        float(np.sum(known == 0)) / len(values),
        float(_changed(level, indicator, Status.IMPUTED)),
        float(_changed(level, indicator, Status.TREATED)),
        *spread,
    )


def _changed(level: LevelFindings, indicator: str, status: Status) -> int:
    """Return how many cells of the indicator preparation left with that status."""
    panel = level.found.panel
    if indicator not in panel.indicators:
        return 0
    return int(np.sum(panel.status[-1, :, panel.indicators.index(indicator)] == status))


def _note(result: Result) -> Text:
    parts = list(_said(result))
    zh = "；".join(part.zh for part in parts)
    en = "; ".join(part.en for part in parts)
    return Text(f"{zh}。", f"{en[:1].upper()}{en[1:]}.")


def _said(result: Result) -> Iterator[Text]:
    read, aside = sum(result.row_counts.values()), sum(result.quarantined.values())
    if result.row_counts:
        yield Text(
            f"共读入 {number_text(read)} 行记录，其中 {number_text(aside)} 行未通过检查而被隔离",
            f"{number_text(read)} rows of records were read, of which {number_text(aside)} failed a check "
            "and were set aside",
        )
    count = len(result.repairs)
    yield Text(f"构建时修复 {count} 处", f"{count} repairs were made in the build")
    yield Text(
        "占比以该层级全部地区为分母，数值为处理前的原始值",
        "shares are of all regions of the level; values are raw, before any treatment",
    )
