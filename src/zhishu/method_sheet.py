"""What `zhishu methods` prints: the list of methods, the sheet of one, in either language or as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.method_names import advice_for, methods_named, names_elsewhere
from zhishu.method_page import example_text
from zhishu.method_texts import in_both
from zhishu.method_words import facts_of, label, option_text, options_of
from zhishu.registry import methods
from zhishu.terminal import aligned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhishu.registry import Method

_LIST = {
    "zh": ["步骤", "方法", "名称", "英文名称", "取值"],
    "en": ["step", "method", "name in Chinese", "name", "range"],
}
_FOOT = Text(
    "zhishu methods 名称 --lang zh：公式、来源、选项与示例",
    "zhishu methods NAME prints formula, source, options and an example; --lang zh prints Chinese",
)


def method_list(some: Sequence[Method] = (), *, language: str = "en") -> str:
    """Return one line per registered method, or per method of some: step, id, names, range."""
    rows = [_LIST[language]]
    for found in some or methods():
        range_ = in_both(found.range).in_language(language)
        rows.append([found.kind, found.id, found.name.zh, found.name.en, range_])
    return f"{aligned(rows)}\n\n{_FOOT.in_language(language)}"


def method_sheet(name: str, *, language: str = "en") -> str:
    """Return formula, source, options, behaviour in degenerate cases and an example of one method.

    A name that only part of several methods' names fits gives the list of these.
    """
    found = _named(name)
    if len({method.id for method in found}) > 1:
        return method_list(found, language=language)
    return "\n\n".join(_sheet(method, language) for method in found)


def methods_as_data(name: str | None) -> list[dict[str, Any]]:
    """Return the registry, or the methods of one name, as plain data for `--json`."""
    return [
        {
            "step": found.kind,
            "method": found.id,
            "name": _data(found.name),
            "formula": _data(found.said),
            "citation": found.citation,
            "needs": _data(in_both(found.needs)),
            "range": _data(in_both(found.range)),
            "degenerate": {case: _data(in_both(text)) for case, text in found.degenerate.items()},
            "example": example_text(found),
            "options": {key: _data(in_both(option.description)) for key, option in found.options.items()},
            "note": _data(found.note) if found.note else None,
        }
        for found in (_named(name) if name else methods())
    ]


def _data(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _named(name: str) -> tuple[Method, ...]:
    from zhishu.errors import MethodError  # noqa: PLC0415 - only on a miss

    found = methods_named(name, methods())
    if not found:
        raise MethodError(
            f"there is no method '{name}'",
            seen=name,
            allowed=", ".join(method.id for method in methods()),
            advice=advice_for(name, methods()) or "zhishu methods lists them",
        )
    return found


def _sheet(found: Method, language: str) -> str:
    step = f"({label('step', language)}: {found.kind})"
    head = f"{found.id}   {found.name.zh}   {found.name.en}   {step}"
    facts = [(label(name, language), text) for name, text in facts_of(found, language)]
    facts += [
        (f"{label('option', language)} {name}", option_text(option, language))
        for name, option in options_of(found).items()
    ]
    facts.append((label("example", language), example_text(found)))
    if names := names_elsewhere(found, language):
        facts.append((label("elsewhere", language), names))
    return "\n".join([head, *(f"  {name}: {text}" for name, text in facts)])
