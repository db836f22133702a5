"""Concentration: what the leading regions, named ones or groups hold of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.claims.claim import Claim
from zhishu.publish.claims.lists import largest_first, measured
from zhishu.publish.claims.phrases import (
    braced,
    count,
    joined,
    key,
    level_name,
    names,
    number,
    percent,
    quantity,
    slug,
    word,
)
from zhishu.publish.claims.proofs import Head, value_proof
from zhishu.publish.kinds import kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.publish.claims.claim import Part
    from zhishu.publish.document import Evidence
    from zhishu.publish.findings import Findings, LevelFindings


@kind("claim", "concentration", Text("前若干个地区所占份额与集中度", "The share of the leading regions"))
def concentration(  # noqa: PLR0913 - options of a kind, each by name
    findings: Findings, *, level: str, measure: str, top: int = 4, country: str = "", at_least: float = 0.0
) -> tuple[Claim, ...]:
    """Return the share of the `top` regions in the whole (CR_k) and the Herfindahl–Hirschman index (HHI).

    The whole is the sum over the level `country`, else over the level itself. HHI = Σ (share in percent)²
    over that level, up to 10,000. It holds where the share reaches `at_least` (0 to 1). Nothing where
    the whole is 0 or a value is negative. Values: `regions`, `share` (percent), `sum`, `whole`, `hhi`.
    """
    found = findings.level(level)
    values = found.values(measure)
    whole = _whole(findings, measure, country or level)
    order = largest_first(values)
    if whole is None or not order:
        return ()
    rows = order[:top]
    id_ = slug("concentration", level, measure, top)
    held = float(np.nansum(values[rows]))
    every = findings.level(country or level).values(measure)
    parts = _share_parts(found, findings.level(country or level), measure, rows) | {
        "share": percent(held / whole),
        "sum": quantity(held, found.unit(measure)),
        "whole": quantity(whole, found.unit(measure)),
        "hhi": number(float(np.nansum((every / whole * 100) ** 2)), 0),
    }
    alone = len(rows) == 1
    text = Text(
        f"{{regions}}的{{measure}}{'为' if alone else '合计'} {{sum}}，"
        "占全部{country}合计的 {share}（赫芬达尔指数 {hhi}）。",
        f"{{Measure}}: {{regions}} {'has' if alone else 'together have'} {{sum}}, "
        "{share} of the sum over all {country} "
        "(Herfindahl index {hhi}).",
    )
    proof = value_proof(findings, found, rows, [measure], Head(id_, found.title(measure), SHARE))
    why = None if held / whole >= at_least else _too_little(held / whole, at_least)
    what = Text("集中程度", "Concentration")
    proofs = (proof, _whole_proof(findings, measure, country or level, id_))
    return (Claim(id_, "concentration", what, text, parts, proofs, why=why),)


SHARE = Text(
    "份额 = 所列地区之和 ÷ 全部地区之和；赫芬达尔指数 = 各地区份额（%）的平方和。",
    "Share = sum of the regions named ÷ sum over all; Herfindahl index = Σ share² of all, in percent.",
)


def _too_little(share: float, at_least: float) -> Text:
    return Text(f"份额 {share:.1%}，低于 {at_least:.1%}", f"the share is {share:.1%}, below {at_least:.1%}")


def _whole(findings: Findings, measure: str, country: str) -> float | None:
    """Return the sum of a measure over a level, None where no shares can be taken of it."""
    values = findings.level(country).values(measure)
    total = float(np.nansum(values))
    return None if total <= 0 or (values < 0).any() else total


def _whole_proof(findings: Findings, measure: str, country: str, id_: str) -> Evidence:
    level = findings.level(country)
    rows = largest_first(level.values(measure))
    title = Text(f"{level.level.name.zh}合计", f"All {level.level.name.en.lower()}")
    formula = Text(f"{len(rows)} 个数值之和。", f"The sum of {len(rows)} values.")
    return value_proof(findings, level, rows, [measure], Head(f"{id_}-whole", title, formula))


def _share_parts(
    found: LevelFindings, country: LevelFindings, measure: str, rows: list[int]
) -> dict[str, Part]:
    return {
        **measured(found, measure),
        "country": word(level_name(country)),
        "regions": names([found.names[row] for row in rows]),
        "number": count(len(rows)),
    }


@kind("claim", "share", Text("若干地区合计所占份额", "The share of some regions"))
def share(
    findings: Findings, *, level: str, measure: str, regions: tuple[str, ...], country: str = ""
) -> tuple[Claim, ...]:
    """Return what some named regions hold of the whole, which is the sum over `country` or the level.

    Values: `regions`, `share` (percent), `sum`, `whole`.
    """
    found = findings.level(level)
    whole = _whole(findings, measure, country or level)
    rows = list(dict.fromkeys(found.row(region) for region in regions))
    if whole is None or not rows:
        return ()
    held = float(np.nansum(found.values(measure)[rows]))
    id_ = slug("share", level, measure, *(found.codes[row] for row in rows[:4]))
    proofs = (
        value_proof(findings, found, rows, [measure], Head(id_, found.title(measure), SHARE)),
        _whole_proof(findings, measure, country or level, id_),
    )
    parts = _share_parts(found, findings.level(country or level), measure, rows) | {
        "share": percent(held / whole),
        "sum": quantity(held, found.unit(measure)),
        "whole": quantity(whole, found.unit(measure), f"{id_}-whole"),
    }
    alone = len(rows) == 1
    text = Text(
        f"{{regions}}的{{measure}}{'为' if alone else '合计'} {{sum}}，占全部{{country}}合计的 {{share}}。",
        f"{{Measure}}: {{regions}} {'has' if alone else 'together have'} {{sum}}, "
        "{share} of the sum over all {country}.",
    )
    return (Claim(id_, "share", Text("所占份额", "A share of the whole"), text, parts, proofs),)


@kind("claim", "total", Text("某项指标的合计", "The sum of an indicator"))
def total(findings: Findings, *, level: str, measure: str) -> tuple[Claim, ...]:
    """Return the sum of a measure over all regions of a level. Values: `sum`, `number` (of regions)."""
    found = findings.level(level)
    values = found.values(measure)
    rows = largest_first(values)
    if not rows:
        return ()
    id_ = slug("total", level, measure)
    formula = Text(f"{len(rows)} 个数值之和。", f"The sum of {len(rows)} values.")
    parts = measured(found, measure) | {
        "sum": quantity(float(np.nansum(values)), found.unit(measure)),
        "number": count(len(rows)),
    }
    text = Text(
        "{number} 个{level}的{measure}合计 {sum}。", "{Measure}: {sum} in the {number} {level} together."
    )
    proof = value_proof(findings, found, rows, [measure], Head(id_, found.title(measure), formula))
    return (Claim(id_, "total", Text("合计", "The sum"), text, parts, (proof,)),)


@kind("claim", "group_totals", Text("各组地区的合计与份额", "What the groups of regions hold"))
def group_totals(findings: Findings, *, level: str, grouping: str, measure: str) -> tuple[Claim, ...]:
    """Return the sum of a measure per group, the largest first, with its share of all groups.

    Nothing where the sum is 0 or a value is negative. Values: `sum of GROUP`, each group's share in
    percent by its name, `first` (the group with most).
    """
    found = findings.level(level)
    values = found.values(measure)
    held = {
        group: [found.codes.index(code) for code in members if code in set(found.codes)]
        for group, members in findings.groups(grouping).items()
    }
    sums = {group: float(np.nansum(values[rows])) for group, rows in held.items() if rows}
    whole = sum(sums.values())
    if whole <= 0 or (values < 0).any():
        return ()
    ordered = sorted(sums, key=lambda group: -sums[group])
    id_ = slug("group_totals", level, grouping, measure)
    parts = measured(found, measure) | {"first": word(findings.group_name(ordered[0]))}
    proofs = [
        value_proof(
            findings, found, _all_rows(held, ordered), [measure], Head(id_, found.title(measure), GROUPS)
        )
    ]
    for at, group in enumerate(ordered, start=1):
        proof_id = f"{id_}-{at}"
        parts[f"name of {braced(group)}"] = word(findings.group_name(group))
        parts[f"sum of {braced(group)}"] = quantity(sums[group], found.unit(measure), proof_id)
        parts[key(group)] = percent(sums[group] / whole, 1, proof_id)
        head = Head(proof_id, findings.group_name(group), GROUPS)
        proofs.append(value_proof(findings, found, _sorted(values, held[group]), [measure], head))
    text = _totals(ordered)
    what = Text("各组合计", "Sums of the groups")
    return (Claim(id_, "group_totals", what, text, parts, tuple(proofs), {"leading group": ordered[0]}),)


GROUPS = Text(
    "组内地区数值之和；份额 = 组合计 ÷ 各组合计之和。",
    "Sum over a group; share = its sum ÷ the sum over all groups.",
)


def _all_rows(held: dict[str, list[int]], ordered: list[str]) -> list[int]:
    return [row for group in ordered for row in held[group]]


def _sorted(values: NDArray[np.float64], rows: list[int]) -> list[int]:
    return sorted(rows, key=lambda row: -float(np.nan_to_num(values[row])))


def _totals(ordered: list[str]) -> Text:
    pieces = [
        Text(
            f"{{name of {braced(group)}}} {{sum of {braced(group)}}}（{{{key(group)}}}）",
            f"{{name of {braced(group)}}} ({{sum of {braced(group)}}}, {{{key(group)}}})",
        )
        for group in ordered
    ]
    first, rest = pieces[0], pieces[1:]
    zh, en = (
        f"{{level}}的{{measure}}，{first.zh}居首",
        f"{{Measure}} of the {{level}}: {first.en} holds most",
    )
    if rest:
        zh, en = f"{zh}，其后为{'、'.join(one.zh for one in rest)}", f"{en}, followed by {joined(rest).en}"
    return Text(f"{zh}。", f"{en}.")
