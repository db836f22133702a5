"""What a JSON Schema allows, in words of either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Words(NamedTuple):
    """The words of one language; `bounds` by the schema's keywords."""

    kinds: Mapping[str, str]
    either: str
    items: str
    bounds: Mapping[str, str]
    exactly: str
    at_least: str
    comma: str
    or_nothing: str


_ENGLISH = _Words(
    {"array": "list", "object": "mapping"},
    " or ",
    "{} of {}",
    {"minimum": "at least {}", "exclusiveMinimum": "above {}", "maximum": "at most {}"},
    "{} of them",
    "at least {} of them",
    ", ",
    ", or nothing",
)
_CHINESE = _Words(
    {
        "array": "列表",
        "object": "映射",
        "number": "数",
        "integer": "整数",
        "string": "文字",
        "boolean": "true 或 false",
        "any value": "任意值",
    },
    " 或 ",
    "{}（每项为{}）",
    {"minimum": "不小于 {}", "exclusiveMinimum": "大于 {}", "maximum": "不大于 {}"},
    "共 {} 项",
    "至少 {} 项",
    "，",
    "，或不填",
)
_LANGUAGES: Mapping[str, _Words] = {"en": _ENGLISH, "zh": _CHINESE}


def describe(schema: Mapping[str, Any], language: str = "en") -> str:
    """Return what a JSON Schema allows, in words; that a value may be left out stands last.

    >>> describe({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2})
    'list of number, 2 of them'
    >>> describe({"anyOf": [{"enum": ["each_year", "all_years"]}, {"type": "integer", "minimum": 2}]})
    'each_year or all_years or integer, at least 2'
    >>> describe({"type": ["array", "null"], "items": {"type": "number"}, "minItems": 1}, "zh")
    '列表（每项为数），至少 1 项，或不填'
    """
    words = _LANGUAGES[language]
    if "file" in schema.get("properties", {}):
        return "{file: …}"
    if "anyOf" in schema:
        return words.either.join(describe(part, language) for part in schema["anyOf"])
    if "enum" in schema:
        return words.either.join(str(value) for value in schema["enum"])
    kinds = schema.get("type", "any value")
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    found = words.either.join(words.kinds.get(kind, kind) for kind in kinds if kind != "null")
    if "items" in schema:
        found = words.items.format(found, describe(schema["items"], language))
    parts = [found, *_bounds(schema, words)]
    return words.comma.join(parts) + (words.or_nothing if "null" in kinds else "")


def _bounds(schema: Mapping[str, Any], words: _Words) -> list[str]:
    bounds = [text.format(schema[key]) for key, text in words.bounds.items() if key in schema]
    if "minItems" in schema:
        exact = schema["minItems"] == schema.get("maxItems")
        bounds.append((words.exactly if exact else words.at_least).format(schema["minItems"]))
    return bounds
