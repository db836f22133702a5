"""The JSON Schema of report.yaml, which editors use to complete and check it."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def outline_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of report.yaml.

    Options of a kind of figure, table or claim are checked when it is made: they are the keyword
    arguments of its function.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "zhishu report",
        "description": "The outline of an edition's report: chapters, and what stands in them.",
        "type": "object",
        "required": ["chapters"],
        "additionalProperties": False,
        "properties": {
            "date": {
                "type": "string",
                "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$",
                "description": "The publication's own date: 2023, 2023-09 or 2023-09-15.",
            },
            "kicker": {"$ref": "#/$defs/text", "description": "The line above the title."},
            "chapters": {"type": "array", "items": {"$ref": "#/$defs/part"}, "minItems": 1},
        },
        "$defs": {"text": _TEXT, "part": _PART, "item": _ITEM},
    }


_TEXT: Schema = {
    "description": "One text, or one per language.",
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "minProperties": 1,
            "additionalProperties": False,
        },
    ],
}
_PART: Schema = {
    "type": "object",
    "required": ["id", "title"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": r"^[A-Za-z_][A-Za-z0-9_\-]*$"},
        "title": {"$ref": "#/$defs/text"},
        "appendix": {"type": "boolean", "description": "Lettered instead of numbered."},
        "contents": {"type": "array", "items": {"$ref": "#/$defs/item"}},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/part"}},
    },
}
_ITEM: Schema = {
    "type": "object",
    "description": "Own text, a figure, a table, or claims.",
    "properties": {
        "text": {"$ref": "#/$defs/text", "description": "Markdown, with {claim:id}, {value:…}, {figure:id}."},
        "file": {"$ref": "#/$defs/text", "description": "A Markdown file of the edition."},
        "figure": {"type": "string", "description": "A kind of figure: see docs/figures.md."},
        "table": {"type": "string", "description": "A kind of table."},
        "claims": {
            "type": "array",
            "items": {
                "anyOf": [
                    {"type": "string"},
                    {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
                ]
            },
        },
        "id": {"type": "string", "pattern": r"^[A-Za-z_][A-Za-z0-9_\-]*$"},
        "title": {"$ref": "#/$defs/text"},
        "note": {"$ref": "#/$defs/text"},
        "credit": {"$ref": "#/$defs/text", "description": "Where it comes from, in place of the own line."},
    },
    "oneOf": [{"required": [key]} for key in ("text", "file", "figure", "table", "claims")],
}
