"""Numbers of a recipe's tables that are of no region: of another level, or under a wrong code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.errors import Repair, nearest, shorten
from zhishu.framework import Text
from zhishu.repair_words import place_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhishu.registry import Chosen
    from zhishu.score.plan import Plan

SHOWN = 100
"""How many characters of the codes are told."""


def passed_over(plan: Plan, level: str, regions: Sequence[str]) -> tuple[Repair, ...]:
    """Return a Repair for every method that is given numbers of codes that no region of the level has."""
    groups = sorted(plan.tree.groups)
    chosen = [
        plan.steps["weigh"],
        *(plan.chosen(kind, node) for kind in ("weigh", "aggregate") for node in groups),
    ]
    found = [
        _message(one, name, regions)
        for one in chosen
        for name, option in one.method.parameters.items()
        if option.by_region
    ]
    where = place_of(level=level, recipe="")
    return tuple(Repair("unknown_region", where, message) for message in dict.fromkeys(filter(None, found)))


def _message(chosen: Chosen, option: str, regions: Sequence[str]) -> Text | None:
    given: Mapping[str, float] | str = chosen.options[option]
    unknown = [] if isinstance(given, str) else [code for code in given if code not in regions]
    if not unknown:
        return None
    close = nearest(unknown[0], regions)
    meant = Text(f"（是否指“{close}”？）", f" (did you mean '{close}'?)") if close else Text("", "")
    codes = "、".join(unknown)
    cut = f"{codes[:SHOWN]}…" if len(codes) > SHOWN else codes
    return Text(
        f"{chosen.method.id} 的“{option}”中有 {len(unknown)} 个代码不是本层级的地区，已略过：{cut}{meant.zh}",
        f"'{option}' of {chosen.method.id} names what is no region of this level, and is passed over: "
        f"{shorten(', '.join(unknown), SHOWN)}{meant.en}",
    )
