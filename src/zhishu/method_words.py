"""What is said of every method, line by line, in either language: for the terminal and for the pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.method_texts import in_both

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhishu.registry import Method
    from zhishu.step_kinds import Option

STEP_NAMES: Mapping[str, Text] = {
    "screen": Text("筛选", "Screening"),
    "impute": Text("插补", "Imputation"),
    "denominate": Text("除以规模", "Denomination"),
    "treat": Text("极端值处理", "Treatment of outliers"),
    "normalise": Text("标准化", "Normalisation"),
    "weigh": Text("赋权", "Weighting"),
    "aggregate": Text("合成", "Aggregation"),
    "rank": Text("排名", "Ranking"),
    "tiers": Text("分档", "Tiers"),
    "clusters": Text("聚类", "Clusters"),
}
_LABELS: Mapping[str, Text] = {
    "step": Text("步骤", "step"),
    "note": Text("说明", "note"),
    "formula": Text("公式", "formula"),
    "source": Text("来源", "source"),
    "needs": Text("前提", "needs"),
    "weights": Text("权重", "weights"),
    "range": Text("取值", "range"),
    "nan": Text("缺失", "nan"),
    "constant": Text("常数列", "constant"),
    "zero": Text("全为零", "zero"),
    "negative": Text("负值", "negative"),
    "tie": Text("并列", "tie"),
    "single_region": Text("单一地区", "single region"),
    "option": Text("选项", "option"),
    "default": Text("默认", "default"),
    "example": Text("示例", "example"),
    "elsewhere": Text("别处名称", "elsewhere"),
}

COUNT_ONLY = Text(
    "权重大于 0 的列参与合成，权重大小不起作用",
    "they only say which columns take part, those above 0: how much does not matter",
)
"""What is said of an aggregator in which it makes no difference how much a column weighs."""
_OPTION = Text("{}（{}；默认 {}）", "{} ({}; default {})")


def label(name: str, language: str) -> str:
    """Return the word for a line of the sheet: formula, source or a degenerate case.

    >>> label("single_region", "en"), label("single_region", "zh")
    ('single region', '单一地区')
    """
    return _LABELS[name].in_language(language)


def facts_of(method: Method, language: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each line that every method has, from the note to the last case."""
    if method.note:
        yield "note", method.note.in_language(language)
    yield "formula", method.said.in_language(language)
    yield "source", method.citation
    yield "needs", in_both(method.needs).in_language(language)
    if not method.weights_matter({name: option.default for name, option in method.options.items()}):
        yield "weights", COUNT_ONLY.in_language(language)
    for name, text in {"range": method.range, **method.degenerate}.items():
        yield name, in_both(text).in_language(language)


def options_of(method: Method) -> dict[str, Option]:
    """Return the options that are worth a line: all, but `seed` where the method draws nothing itself."""
    return {name: option for name, option in method.options.items() if name != "seed" or method.draws}


def option_text(option: Option, language: str) -> str:
    """Return what an option does, what may stand there, and its default as a recipe would have it."""
    allowed = option.allowed_in(language)
    listed = allowed if isinstance(allowed, str) else " | ".join(map(str, allowed))
    text = in_both(option.description).in_language(language)
    return _OPTION.in_language(language).format(text, listed, as_written(option.default))


def as_written(default: Any) -> str:  # noqa: ANN401 - whatever an option may be
    """Return a default as it would stand in edition.yaml.

    >>> as_written(None), as_written(True), as_written((1, 2)), as_written("population")
    ('null', 'true', '[1, 2]', 'population')
    """
    return default if isinstance(default, str) else json.dumps(default, ensure_ascii=False)
