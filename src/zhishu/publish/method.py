"""The method in a few sentences, written from the recipe, with the note that its weighting needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.recipe import Step
from zhishu.registry import default_method, resolve
from zhishu.score.plan import compile_plan

if TYPE_CHECKING:
    from zhishu.edition import Edition
    from zhishu.recipe import Recipe
    from zhishu.registry import Chosen

OPEN_FORMULA = "improved_vector"
READINGS = {
    "distance": Text(
        "“distance”（距离）解读：权重正比于指标各地区取值到最优值的欧氏距离",
        "the reading “distance”: a weight is proportional to the Euclidean distance of an indicator’s "
        "values from the best value",
    ),
    "closeness": Text(
        "“closeness”（贴近度）解读：权重正比于指标与最优值的欧氏贴近度",
        "the reading “closeness”: a weight is proportional to the Euclidean closeness of an indicator to "
        "the best value",
    ),
    "ideal_point": Text(
        "“ideal_point”（理想点）解读：权重反比于到最优值的欧氏距离的平方",
        "the reading “ideal_point”: a weight is inversely proportional to the squared Euclidean distance "
        "from the best value",
    ),
    "angle": Text(
        "“angle”（夹角）解读：权重正比于指标向量与最优向量的夹角",
        "the reading “angle”: a weight is proportional to the angle between the indicator’s vector and "
        "the optimal vector",
    ),
}
FORMULAS = {
    "distance": "w ∝ D = √Σ(b − x)²",
    "closeness": "w ∝ 1 − D/√n",
    "ideal_point": "w ∝ 1/D²",
    "angle": "w ∝ θ",
}
ORDERS = {
    "nested": Text("由下而上逐组确定权重", "group by group from the bottom up"),
    "flat": Text("对全部指标一次确定权重", "once over all indicators"),
}
TIES = {
    "min": Text("并列者取较前名次", "tied regions share the better rank"),
    "max": Text("并列者取较后名次", "tied regions share the worse rank"),
    "average": Text("并列者取平均名次", "tied regions share the mean rank"),
    "dense": Text("并列之后名次不跳号", "no rank is left out after a tie"),
    "first": Text("并列者按地区次序排名", "tied regions are ranked in their order"),
}


def method_sentence(recipe: Recipe, levels: tuple[Text, ...]) -> Text:
    """Return how scores are made, in one sentence per language, from the steps of the recipe.

    Steps that the recipe leaves out are told as the defaults that run. `levels` are the names of
    those that were scored.
    """
    said = [
        _normalise(_chosen(recipe, "normalise")),
        _weigh(_chosen(recipe, "weigh")),
        _aggregate(_chosen(recipe, "aggregate"), within_one=_within_one(_chosen(recipe, "normalise"))),
        TIES.get(str(_chosen(recipe, "rank").options.get("ties"))),
        _separately(levels),
    ]
    zh = "；".join(part.zh for part in said if part)
    en = "; ".join(part.en for part in said if part)
    return Text(f"{zh}。", f"{en[:1].upper()}{en[1:]}.")


def weighting_note(recipe: Recipe) -> Text | None:
    """Return what must stand beside the name of the weighting; None when it needs no note."""
    chosen = _chosen(recipe, "weigh")
    if chosen.method.id != OPEN_FORMULA:
        return chosen.note
    reading = str(chosen.options["reading"])
    said, formula = READINGS[reading], FORMULAS[reading].replace(" ", "\u00a0")
    return Text(
        "“改进向量法”公开的说明只给出欧氏距离，没有写明怎样由距离得到权重，因此任何实现都是对它的一种解读。"
        f"本页采用{said.zh}，即 {formula}，再在同组内归一。",
        "The published description of the “improved vector method” gives a Euclidean distance and leaves "
        "the formula from distance to weight open, so every implementation is a reading of it. "
        f"Here: {said.en}, {formula}, divided by the sum of its group.",
    )


def weights_without_say(edition: Edition) -> Text | None:
    """Return what must stand beside weights where an aggregator takes no heed of how large they are.

    It names the groups, unless they are all there are; None where weights count everywhere.
    """
    plan = compile_plan(edition.framework, edition.recipe, edition.folder)
    groups = sorted(plan.tree.groups)
    without = [node for node in groups if not plan.chosen("aggregate", node).weights_matter]
    if not without:
        return None
    names = [edition.framework[plan.tree.ids[node]].name for node in without]
    of = Text("", "")
    if len(without) < len(groups):
        of = Text(
            f"（{'、'.join(name.zh for name in names)}之下的组）",
            f" (groups below {', '.join(name.en for name in names)})",
        )
    return Text(
        f"所用合成方法{of.zh}不看权重大小：权重大于 0 的指标参与合成，列出的权重对得分没有其他影响。",
        f"The aggregation{of.en} takes no heed of how large weights are: those above 0 take part, and the "
        "weights shown have no other effect on scores.",
    )


def _chosen(recipe: Recipe, kind: str) -> Chosen:
    return resolve(recipe.first(kind) or Step(kind, default_method(kind)))


def _normalise(chosen: Chosen) -> Text:
    name = chosen.method.name
    zh, en = ("，个别指标另有规定", ", some by other methods") if chosen.options["by_indicator"] else ("", "")
    return Text(
        f"各指标以{name.zh}换算为可比数值{zh}", f"indicators are made comparable by {_lower(name.en)}{en}"
    )


def _within_one(chosen: Chosen) -> bool:
    """Return whether comparable values run from 0 to 1, so that a scale is the full score."""
    every = [chosen]
    for settings in (chosen.options["by_indicator"] or {}).values():
        own = {name: value for name, value in settings.items() if name != "method"}
        every.append(resolve(Step("normalise", settings.get("method", default_method("normalise")), own)))
    return all(_unit_range(one) for one in every)


def _unit_range(chosen: Chosen) -> bool:
    to = chosen.options.get("to")
    return list(to) == [0, 1] if to else chosen.method.range.startswith(("[0, 1]", "]0, 1["))


def _weigh(chosen: Chosen) -> Text:
    name, order = chosen.method.name, ORDERS[str(chosen.options["levels"])]
    zh, en = _apart(chosen)
    return Text(f"以{name.zh}{order.zh}{zh}", f"weighting: {_lower(name.en)}, {order.en}{en}")


def _aggregate(chosen: Chosen, *, within_one: bool) -> Text:
    name, scale = chosen.method.name, float(chosen.options["scale"])
    zh, en = f"，乘以 {scale:g}", f", times {scale:g}"
    if within_one:
        zh, en = f"，以 0–{scale:g} 分表示", f", shown on 0–{scale:g}"
    if scale == 1.0:
        zh = en = ""
    zh, en = (apart + said for apart, said in zip(_apart(chosen), (zh, en), strict=True))
    return Text(f"逐级取{name.zh}得到得分{zh}", f"scored level by level as a {_lower(name.en)}{en}")


def _apart(chosen: Chosen) -> tuple[str, str]:
    """Return what is said, in both languages, where groups have a method of their own."""
    own = chosen.options["by_node"] or any(chosen.options["by_depth"] or ())
    return ("，个别组另有规定", ", some groups by other rules") if own else ("", "")


def _separately(levels: tuple[Text, ...]) -> Text | None:
    if len(levels) <= 1:
        return None
    zh, en = "、".join(name.zh for name in levels), " and ".join(name.en.lower() for name in levels)
    return Text(f"{zh}分别标准化、分别赋权", f"{en} are normalised and weighted separately")


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
