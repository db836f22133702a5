"""What a region's records are made of: by district, by industry, by any column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.errors import EditionError
from zhishu.framework import Text
from zhishu.publish.claims.claim import Claim
from zhishu.publish.claims.lists import measured
from zhishu.publish.claims.phrases import count, in_sentence, joined, key, name, percent, quantity, slug, word
from zhishu.publish.claims.proofs import Head
from zhishu.publish.claims.record_proof import column_titles, measure_of, sample_of
from zhishu.publish.document import Evidence
from zhishu.publish.figure import Column, Data
from zhishu.publish.kinds import kind
from zhishu.publish.record_desk import Asked

if TYPE_CHECKING:
    from zhishu.publish.claims.claim import Value
    from zhishu.publish.findings import Findings

Counted = list[tuple[str, Text, int]]
"""Value of the column, its name, number of records."""


@kind("claim", "composition", Text("某地区的记录按区县或行业的构成", "What a region's records are made of"))
def composition(  # noqa: PLR0913 - options of a kind, each by name
    findings: Findings, *, level: str, region: str, measure: str, by: str, top: int = 2
) -> tuple[Claim, ...]:
    """Return how the records that a measure counts in a region divide by a column or by a level.

    The `top` largest parts are said. The measure must count rows of records, else an EditionError.
    Nothing where the region has none. Values: each part's share in percent by its value (a region's
    short name), `count of PART`, `whole`, `parts` (the values said), `different` (how many there are).
    """
    found = findings.level(level)
    row = found.row(region)
    declared = measure_of(findings, found, measure)
    if declared is None or declared.summary != "count":
        raise EditionError(
            f"'{measure}' does not count records, so it has no parts",
            where="the claim 'composition'", seen=measure, allowed="a measure that counts rows",
        )  # fmt: skip
    asked = Asked(declared.source, declared.where, level, found.codes[row])
    counted = _counted(findings, asked, by)
    whole = sum(number for _, _, number in counted)
    if not whole:
        return ()
    id_ = slug("composition", level, found.codes[row], measure, by)
    parts = measured(found, measure) | {
        "region": name(found.names[row]),
        "by": word(in_sentence(_by_name(findings, asked, by))),
        "whole": quantity(whole, found.unit(measure)),
        "different": count(len(counted)),
    }
    proofs = [_parts_proof(findings, (asked, by), counted, whole, Head(id_, found.title(measure), PARTS))]
    for at, (value, title, number) in enumerate(counted[:top], start=1):
        one = key(title.zh)
        proofs.append(_part_proof(findings, asked, (by, value, title, number), f"{id_}-{at}"))
        parts[f"name of {one}"] = word(title)
        parts[f"count of {one}"] = quantity(number, found.unit(measure), f"{id_}-{at}")
        parts[one] = percent(number / whole, 1, f"{id_}-{at}")
    said: dict[str, Value] = {"parts": tuple(title.zh for _, title, _ in counted[:top])}
    text = _composed([key(title.zh) for _, title, _ in counted[:top]], len(counted))
    what = Text("构成", "What the records are made of")
    return (Claim(id_, "composition", what, text, parts, tuple(proofs), said),)


PARTS = Text(
    "按该列的值对记录计数；份额 = 该部分 ÷ 合计。", "Records counted by the column; share = part ÷ whole."
)


def _counted(findings: Findings, asked: Asked, by: str) -> Counted:
    """Return the parts, largest first; records without a value are a part of their own."""
    levels = {level.id for level in findings.edition.levels}
    found = findings.level(by) if by in levels else None
    counted: Counted = []
    for (value,), number in findings.records.counts(asked, by):
        title = Text("未注明", "not stated") if value is None else Text(str(value), str(value))
        if found is not None and value in found.codes:
            title = found.names[found.codes.index(value)].full
        counted.append(("" if value is None else str(value), title, number))
    return counted


def _by_name(findings: Findings, asked: Asked, by: str) -> Text:
    levels = {level.id: level.name for level in findings.edition.levels}
    return levels.get(by) or column_titles(findings, asked.source).get(by, Text(by, by))


def _parts_proof(
    findings: Findings, asked: tuple[Asked, str], counted: Counted, whole: int, head: Head
) -> Evidence:
    """Return the count and the share of every part, and some of the records."""
    records, by = asked
    columns = (
        Column("part", _by_name(findings, records, by)),
        Column("count", Text("记录数", "Records"), "number"),
        Column("share", Text("占比", "Share"), "share", digits=1),
    )
    rows = tuple((title, float(number), number / whole) for _, title, number in counted)
    return Evidence(
        head.id, head.title, Data(columns, rows), head.formula, _record_place(records),
        records=sample_of(findings, records), counted=whole,
    )  # fmt: skip


def _record_place(asked: Asked) -> Text:
    condition = f"，{asked.where}" if asked.where else ""
    english = f", where {asked.where}" if asked.where else ""
    return Text(
        f"来源 {asked.source}，{asked.level} = {asked.region}{condition}",
        f"source {asked.source}, {asked.level} = {asked.region}{english}",
    )


def _part_proof(findings: Findings, asked: Asked, part: tuple[str, str, Text, int], id_: str) -> Evidence:
    by, value, title, number = part
    levels = {level.id for level in findings.edition.levels}
    columns = (
        Column("part", _by_name(findings, asked, by)),
        Column("count", Text("记录数", "Records"), "number"),
    )
    inside = Asked(asked.source, asked.where, by, value) if by in levels else _with(asked, by, value)
    return Evidence(
        id_, title, Data(columns, ((title, float(number)),)), None, _record_place(inside),
        records=sample_of(findings, inside), counted=findings.records.count(inside),
    )  # fmt: skip


def _with(asked: Asked, by: str, value: Any) -> Asked:  # noqa: ANN401 - any value of a column
    """Return the same question about the records that have one value in one column."""
    literal = "'" + str(value).replace("'", "''") + "'"
    condition = f"{by} is null" if value == "" else f"{by} = {literal}"
    where = f"({asked.where}) and {condition}" if asked.where else condition
    return Asked(asked.source, where, asked.level, asked.region)


def _composed(keys: list[str], different: int) -> Text:
    pieces = [
        Text(
            f"{{name of {one}}} {{count of {one}}}（{{{one}}}）",
            f"{{name of {one}}} ({{count of {one}}}, {{{one}}})",
        )
        for one in keys
    ]
    if different == 1:
        return Text(
            f"{{region}}的{{measure}}为 {{whole}}，全部属于{{name of {keys[0]}}}。",
            f"{{Measure}} of {{region}}: {{whole}}, all of them {{name of {keys[0]}}}.",
        )
    largest = "is the largest part" if len(keys) == 1 else "are the largest parts"
    most = "最多" if len(keys) == 1 else "居前"
    return Text(
        f"{{region}}的{{measure}}为 {{whole}}；按{{by}}分，{joined(pieces).zh}{most}。",
        f"{{Measure}} of {{region}}: {{whole}}; by {{by}}, {joined(pieces).en} {largest}.",
    )
