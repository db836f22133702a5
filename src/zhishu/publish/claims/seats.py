"""Seats: how the leading regions are spread over the groups of a grouping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.claims.claim import Claim, Part
from zhishu.publish.claims.phrases import (
    braced,
    count,
    joined,
    key,
    level_name,
    names,
    node_name,
    own,
    slug,
    word,
)
from zhishu.publish.claims.proofs import Head, score_proof
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.publish.document import Evidence
    from zhishu.publish.findings import Findings, LevelFindings

NAMED_UP_TO = 3
"""Members are named in brackets where a group has at most so many seats."""


@kind("claim", "seats", Text("前若干名在各组地区中的席位", "Seats of the groups among the leading regions"))
def seats(
    findings: Findings, *, level: str, grouping: str, top: int = 15, node: str = ""
) -> tuple[Claim, ...]:
    """Return how many of the `top` regions belong to each group; regions that share the last place count.

    Values: a number per group by its name, `members of GROUP`, `top`, and `none`, the groups without a seat.
    """
    found = findings.level(level)
    rows = [int(row) for row in found.leading(top, node)]
    held = {
        group: [row for row in rows if found.codes[row] in frozenset(members)]
        for group, members in findings.groups(grouping).items()
        if any(code in frozenset(members) for code in found.codes)
    }
    if not rows or not held:
        return ()
    ordered = dict(sorted(held.items(), key=lambda item: -len(item[1])))
    id_ = slug("seats", level, grouping, own(found, node), top)
    further = {f"members of {group}": _names(found, inside) for group, inside in ordered.items()}
    return (
        Claim(
            id_,
            "seats",
            Text(f"前 {top} 位在各组中的席位", f"Seats of the groups in the top {top}"),
            _template({group: len(inside) for group, inside in ordered.items()}, len(rows), top),
            _parts(findings, found, ordered, (id_, node, top)),
            _proofs(found, ordered, (id_, node, top)),
            further=further,
        ),
    )


def _names(found: LevelFindings, rows: list[int]) -> tuple[str, ...]:
    return tuple(found.names[row].short.zh for row in rows)


def _template(held: Mapping[str, int], there: int, top: int) -> Text:
    """Return the sentence: groups with seats, most first, then those without; ties are mentioned."""
    zh = [_held(group, held, "zh") for group, number in held.items() if number]
    en = [_held(group, held, "en") for group, number in held.items() if number]
    if en:
        first = held[next(iter(held))]
        en[0] = en[0].replace("} {", "} holds {", 1)
        en[0] += " seats" if first > 1 else " seat"
    none = bool(zh) and len(zh) < len(held)
    tied = there > top
    chinese = ("，" if any("（" in item for item in zh) else "、").join(zh)
    english = joined(Text(item, item) for item in en).en
    return Text(
        "{index}前 {top} 位的{level}"
        + ("（含并列共 {there} 个）" if tied else "")
        + f"中，{chinese or '没有任何一组的地区'}"
        + ("，{none}没有入围。" if none else "。"),
        "Among the top {top} {level} of {index}"
        + (" ({there} with ties)" if tied else "")
        + f", {english or 'none belongs to a group'}"
        + ("; {none} holds none." if none else "."),
    )


def _held(group: str, held: Mapping[str, int], language: str) -> str:
    """Return one group with its seats, its members in brackets where they are few and not the most."""
    few = 0 < held[group] <= NAMED_UP_TO and group != next(iter(held))
    inside = f"{{members of {braced(group)}}}"
    if language == "zh":
        return f"{{name of {braced(group)}}} {{{key(group)}}} 个" + (f"（{inside}）" if few else "")
    return f"{{name of {braced(group)}}} {{{key(group)}}}" + (f" ({inside})" if few else "")


def _parts(
    findings: Findings, found: LevelFindings, held: Mapping[str, list[int]], about: tuple[str, str, int]
) -> dict[str, Part]:
    id_, node, top = about
    parts = {
        "index": word(node_name(found, node)),
        "level": word(level_name(found)),
        "top": count(top),
        "there": count(sum(1 for _ in found.leading(top, node))),
        "none": word(joined(findings.group_name(group) for group, inside in held.items() if not inside)),
    }
    for at, (group, inside) in enumerate(held.items(), start=1):
        parts[key(group)] = count(len(inside), f"{id_}-{at}")
        parts[f"name of {braced(group)}"] = word(findings.group_name(group))
        parts[f"members of {braced(group)}"] = names([found.names[row] for row in inside], f"{id_}-{at}")
    return parts


def _proofs(
    found: LevelFindings, held: Mapping[str, list[int]], about: tuple[str, str, int]
) -> tuple[Evidence, ...]:
    id_, node, top = about
    title = Text(f"前 {top} 位", f"The top {top}")
    formula = Text("名次不大于席位数的地区，按组计数。", "Regions ranked up to that place, counted by group.")
    whole = score_proof(found, found.leading(top, node), (node,), Head(id_, title, formula))
    return (
        whole,
        *(
            score_proof(
                found,
                inside,
                (node,),
                Head(f"{id_}-{at}", Text(f"{group}：{title.zh}", f"{group}: {title.en.lower()}")),
            )
            for at, (group, inside) in enumerate(held.items(), start=1)
        ),
    )
