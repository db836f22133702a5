"""The method in a few sentences, written from the recipe, with the note that its weighting needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.recipe import Recipe, Step

NORMALISERS = {
    "minmax": Text("极差正规化法", "min–max normalisation"),
    "zscore": Text("标准分法", "standard scores"),
    "goalposts": Text("目标区间法", "goalposts"),
    "rank": Text("名次法", "ranks"),
}
WEIGHTINGS = {
    "improved_vector": Text("改进向量法", "the improved vector method"),
    "equal": Text("等权法", "equal weights"),
    "given": Text("给定权重", "given weights"),
}
AGGREGATORS = {
    "arithmetic": Text("加权算术平均", "weighted arithmetic mean"),
    "geometric": Text("加权几何平均", "weighted geometric mean"),
    "harmonic": Text("加权调和平均", "weighted harmonic mean"),
}
READINGS = {
    "distance": Text(
        "“distance”（距离）读法：权重正比于指标各地区取值到最优值的欧氏距离，即 w ∝ D = √Σ(b − x)²",
        "the reading “distance”: a weight is proportional to the Euclidean distance of the indicator’s values from the best value, w ∝ D = √Σ(b − x)²",
    ),
    "closeness": Text(
        "“closeness”（贴近度）读法：权重正比于欧氏贴近度，即 w ∝ 1 − D/√n",
        "the reading “closeness”: a weight is proportional to the Euclidean closeness, w ∝ 1 − D/√n",
    ),
    "ideal_point": Text(
        "“ideal_point”（理想点）读法：权重反比于到最优值的欧氏距离的平方，即 w ∝ 1/D²",
        "the reading “ideal_point”: a weight is inversely proportional to the squared Euclidean distance from the best value, w ∝ 1/D²",
    ),
    "angle": Text(
        "“angle”（夹角）读法：权重正比于指标向量与最优向量的夹角，即 w ∝ θ",
        "the reading “angle”: a weight is proportional to the angle between the indicator’s vector and the optimal vector, w ∝ θ",
    ),
}
ORDERS = {
    "nested": Text("由下而上逐组", "group by group from the bottom up"),
    "flat": Text("对全部指标一次", "once over all indicators"),
}
TIES = {
    "min": Text("并列者取较前名次", "tied regions share the better rank"),
    "max": Text("并列者取较后名次", "tied regions share the worse rank"),
    "average": Text("并列者取平均名次", "tied regions share the mean rank"),
    "dense": Text("并列后名次不跳号", "no rank is left out after a tie"),
}


def method_sentence(recipe: Recipe, levels: tuple[Text, ...]) -> Text:
    """Return how scores are made, in one sentence per language, from the steps of the recipe.

    A method that has no name here is called by its id.
    """
    sentences = [_normalise(recipe.first("normalise")), _weigh(recipe.first("weigh"))]
    sentences += [_aggregate(recipe.first("aggregate")), _rank(recipe.first("rank")), _separately(levels)]
    said = [sentence for sentence in sentences if sentence]
    zh = "；".join(sentence.zh for sentence in said)
    en = "; ".join(sentence.en for sentence in said)
    return Text(f"{zh}。", f"{en[:1].upper()}{en[1:]}.")


def weighting_note(recipe: Recipe) -> Text | None:
    """Return the note without which the improved vector method is never named; None for other methods."""
    step = recipe.first("weigh")
    if step is None or step.method != "improved_vector":
        return None
    reading = step.options.get("reading", "distance")
    said = READINGS.get(str(reading), Text(f"“{reading}”读法", f"the reading “{reading}”"))
    return Text(
        f"“改进向量法”公开的说明只给出欧氏距离，没有写明怎样由距离得到权重，因此任何实现都是对它的一种解读。本页采用{said.zh}，再在同组内归一。",
        "The published description of the “improved vector method” gives a Euclidean distance and leaves the formula "
        f"from distance to weight open, so every implementation is a reading of it. Here: {said.en}, divided by the sum of its group.",
    )


def _named(step: Step, names: Mapping[str, Text]) -> Text:
    return names.get(step.method, Text(step.method, step.method))


def _normalise(step: Step | None) -> Text | None:
    if step is None:
        return None
    name = _named(step, NORMALISERS)
    return Text(f"各指标以{name.zh}化为可比数值", f"indicators are made comparable by {name.en}")


def _weigh(step: Step | None) -> Text | None:
    if step is None:
        return None
    name, order = _named(step, WEIGHTINGS), ORDERS.get(str(step.options.get("levels", "nested")))
    if step.method != "improved_vector" or order is None:
        return Text(f"权重采用{name.zh}", f"weighted by {name.en}")
    return Text(f"以{name.zh}{order.zh}确定权重", f"weighted by {name.en}, {order.en}")


def _aggregate(step: Step | None) -> Text | None:
    if step is None:
        return None
    name, scale = _named(step, AGGREGATORS), step.options.get("scale")
    zh = f"，以 0–{scale} 分表示" if scale else ""
    en = f", shown on 0–{scale}" if scale else ""
    return Text(f"逐级取{name.zh}得到得分{zh}", f"scored level by level as a {name.en}{en}")


def _rank(step: Step | None) -> Text | None:
    return None if step is None else TIES.get(str(step.options.get("ties", step.method)))


def _separately(levels: tuple[Text, ...]) -> Text | None:
    if len(levels) <= 1:
        return None
    zh, en = "、".join(name.zh for name in levels), " and ".join(name.en.lower() for name in levels)
    return Text(f"{zh}分别标准化、分别赋权", f"{en} are normalised and weighted separately")
