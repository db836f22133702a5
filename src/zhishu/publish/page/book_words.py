"""How an indicator is measured and made comparable, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.recipe import Step
from zhishu.registry import default_method, resolve

if TYPE_CHECKING:
    from zhishu.framework import Measure
    from zhishu.recipe import Recipe

COUNTED = {
    "count": Text("{source} 中{where}的记录数", "number of records of {source}{where}"),
    "any": Text("{source} 中有{where}的记录记 1，无则记 0", "1 where {source} has a record{where}, else 0"),
    "share": Text("{source} 中{where}的记录所占比重", "share of the records of {source}{where}"),
    "distinct": Text(
        "{source} 中{where}的记录里 {column} 的不同取值数", "different values of {column} in {source}{where}"
    ),
    "sum": Text(
        "{source} 中{where}的记录 {column} 之和", "sum of {column} over the records of {source}{where}"
    ),
    "mean": Text(
        "{source} 中{where}的记录 {column} 的均值", "mean of {column} over the records of {source}{where}"
    ),
    "max": Text(
        "{source} 中{where}的记录 {column} 的最大值", "greatest {column} of the records of {source}{where}"
    ),
    "min": Text(
        "{source} 中{where}的记录 {column} 的最小值", "least {column} of the records of {source}{where}"
    ),
}


def measure_words(measure: Measure) -> Text:
    """Return how an indicator is computed from its records.

    >>> from zhishu.framework import Measure
    >>> measure_words(Measure("firms", "count", where="is_listed")).en
    'number of records of firms where is_listed'
    """
    said = COUNTED[measure.summary]
    source, column = measure.source, measure.column or ""
    zh = f"满足 {measure.where} " if measure.where else "本地区"
    en = f" where {measure.where}" if measure.where else ""
    return Text(
        said.zh.format(source=source, where=zh, column=column),
        said.en.format(source=source, where=en, column=column),
    )


def normalising_words(recipe: Recipe) -> Text:
    """Return the name of the normalisation that the recipe runs."""
    return resolve(recipe.first("normalise") or Step("normalise", default_method("normalise"))).method.name
