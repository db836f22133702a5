"""The JSON Schema of edition.yaml, which editors use to complete and check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]

IDENTIFIER = r"^[A-Za-z_][A-Za-z0-9_\-]*$"


def edition_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of edition.yaml; unknown keys are errors everywhere."""
    from zhishu.doubt.uncertain_schema import uncertain_schema  # noqa: PLC0415 - it reads the registry

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "zhishu edition",
        "description": "One release of a composite index: framework, levels, groups, sources, recipe.",
        **_object(
            {
                "index": _INDEX,
                "levels": _map(_LEVEL, "The sets of regions that are ranked together."),
                "groups": _map(_GROUPING, "Named sets of regions, which may overlap."),
                "sources": _map(_SOURCE, "Record tables and ready panels, by name."),
                "framework": _FRAMEWORK,
                "measures": _map({"$ref": "#/$defs/measures"}, "Further measures for facts and figures."),
                "recipe": _list({"$ref": "#/$defs/step"}, "The steps that make scores of a panel."),
                "uncertain": uncertain_schema(),
                "quarantine_limit": _number("Largest share of a table's rows that may be bad.", 0, 1),
                "years": _list({"type": "integer"}, "The years of the edition; its own year when absent."),
                "earlier": _text("CSV of ranks of earlier editions: edition, level, region, rank."),
                "report": _REPORT,
                "facts": _text("CSV of published facts that `zhishu verify` checks."),
            },
            required=("index", "levels", "sources", "framework", "recipe"),
        ),
        "$defs": {
            "text": _TEXT,
            "id": {"type": "string", "pattern": IDENTIFIER},
            "node": _NODE,
            "direction": _DIRECTION,
            "measure": _MEASURE,
            "measures": _MEASURES,
            "step": recipe_step_schema(),
        },
    }


def recipe_step_schema() -> Schema:
    """Return the schema of one step of the recipe, its methods and options read from the registry."""
    from zhishu.step_kinds import STEPS  # noqa: PLC0415 - imported only where a recipe is read

    return {
        "type": "object",
        "description": "One step: what is done, by which method, with which options.",
        "required": ["step"],
        "properties": {"step": {"enum": list(STEPS)}},
        "allOf": [_kind_schema(kind) for kind in STEPS],
    }


def _kind_schema(kind: str) -> Schema:
    from zhishu.registry import methods  # noqa: PLC0415 - as above

    found = methods(kind)
    options: Schema = {}
    for method in found:
        for name, option in method.options.items():
            known = options.setdefault(name, {"description": option.description, "anyOf": []})
            if option.written not in known["anyOf"]:
                known["anyOf"].append(dict(option.written))
    single = {name: _single(schema) for name, schema in options.items()}
    return {
        "if": {"properties": {"step": {"const": kind}}},
        "then": {
            "properties": {"step": True, "method": {"enum": [method.id for method in found]}, **single},
            "additionalProperties": False,
        },
    }


def step_schema(step: Mapping[str, Any]) -> Schema | None:
    """Return the schema of a step with the options of its own method alone, None of an unknown method."""
    from zhishu.registry import default_method, methods  # noqa: PLC0415 - as above
    from zhishu.step_kinds import STEPS  # noqa: PLC0415 - as above

    kind = step.get("step")
    if not isinstance(kind, str) or kind not in STEPS:
        return None
    named = step.get("method", default_method(kind))
    found = [method for method in methods(kind) if method.id == named]
    if not found:
        return None
    options = {name: dict(option.written) for name, option in found[0].options.items()}
    return {"properties": {"step": True, "method": True, **options}, "additionalProperties": False}


def _single(schema: Schema) -> Schema:
    """Return the schema without an `anyOf` of one, so that its fault is said plainly."""
    choices = schema["anyOf"]
    return {"description": schema["description"], **choices[0]} if len(choices) == 1 else schema


def _object(properties: Schema, *, required: tuple[str, ...] = (), description: str = "") -> Schema:
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": list(required)} if required else {}) | _described(description)


def _map(values: Schema, description: str) -> Schema:
    named = {"type": "object", "propertyNames": {"pattern": IDENTIFIER}, "additionalProperties": values}
    return named | _described(description)


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "minItems": 1} | _described(description)


def _text(description: str) -> Schema:
    return {"type": "string", "minLength": 1} | _described(description)


def _number(description: str, minimum: float, maximum: float) -> Schema:
    return {"type": "number", "minimum": minimum, "maximum": maximum} | _described(description)


def _described(description: str) -> Schema:
    return {"description": description} if description else {}


_LABEL: Schema = {"$ref": "#/$defs/text"}
_COLUMN = _text("A column of the file.")
_RENAME: Schema = {
    "type": "object",
    "additionalProperties": {"type": "string", "minLength": 1},
    "description": "From the file's headings to the names used here.",
}
_TEXT: Schema = {
    "description": "A label: one text, or Chinese and English.",
    "type": ["string", "object"],
    "minLength": 1,
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "additionalProperties": False,
    "minProperties": 1,
}
_INDEX = _object(
    {
        "id": {"$ref": "#/$defs/id"},
        "name": _LABEL,
        "edition": {"type": "integer", "description": "The year that names this release."},
        "publisher": _LABEL,
        "note": _LABEL | {"description": "Printed wherever data show, e.g. that they are reconstructed."},
        "map_review": _text("The review number (审图号) of the edition's maps, once they have one."),
    },
    required=("id", "name", "edition"),
)
_BOUNDARIES: Schema = {
    "description": "The boundaries of the maps: a GeoJSON or TopoJSON file of the edition's own.",
    "anyOf": [
        {"type": "string", "minLength": 1},
        _object(
            {
                "file": _text("The file, below the edition's folder."),
                "code": _text("The property that holds a region's code."),
                "name": _text("The property that holds a region's name."),
                "source": _LABEL | {"description": "Where the boundaries come from, printed on every map."},
            },
            required=("file",),
        ),
    ],
}
_REPORT = _object({"boundaries": _BOUNDARIES})
_LEVEL = _object(
    {
        "name": _LABEL,
        "regions": _text("builtin/cn/…, a CSV with a column `code`, or `from panel`."),
        "score": {"type": "boolean", "description": "false: a panel only, no scores."},
    },
    required=("regions",),
)
_GROUPING = _object(
    {
        "name": _LABEL,
        "levels": _list({"$ref": "#/$defs/id"}, "The levels at which the groups are formed."),
        "members": {
            "description": "builtin/cn/…, or group name → region codes or names.",
            "type": ["string", "object"],
            "additionalProperties": _list({"type": ["string", "integer"]}, "Region codes or names."),
        },
        "statistics": _list({"enum": ["mean", "sum", "weighted_mean"]}, "How a group is scored."),
        "weight": _text("The indicator that weighs the regions in weighted_mean."),
    },
    required=("levels", "members"),
)
_RECORD_COLUMN = _object(
    {
        "type": {"enum": ["text", "code", "integer", "decimal", "real", "boolean", "date"]},
        "required": {"type": "boolean"},
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
        "allowed": _list({"type": ["string", "number"]}, "The values that may stand here."),
        "check": {"enum": ["uscc"]},
        "label": _text("What people call the column."),
    },
    required=("type",),
)
_SOURCE = _object(
    {
        "file": _text("CSV, XLSX or Parquet inside the edition's folder."),
        "sheet": _text("The worksheet of an XLSX file; the first one when absent."),
        "table": _text("A built-in record table: firms, policies, universities …"),
        "columns": _map(_RECORD_COLUMN, "Columns of your own table, or rules that override the built-in."),
        "rename": _RENAME,
        "key": _COLUMN,
        "region": _COLUMN,
        "year": _COLUMN,
        "panel": {"enum": ["wide", "long"], "description": "The file is a ready panel in this layout."},
        "level": _text("The level whose regions the panel describes."),
        "indicator": _COLUMN,
        "value": _COLUMN,
        "name": _COLUMN | {"description": "The column of region names, used with `regions: from panel`."},
        "ignore": _list({"type": "string"}, "Columns of the panel file that are no indicators."),
        "measures": _list({"type": "string"}, "Columns kept beside the indicators, such as denominators."),
    },
    required=("file",),
)
_MEASURE: Schema = _object(
    {
        "from": _text("The source of records."),
        "count": {"const": "rows"},
        "any": {"const": "rows", "description": "1 when there is such a row, else 0."},
        "share": {"const": "rows", "description": "The share of rows for which `where` holds."},
        "distinct": _COLUMN,
        "sum": _COLUMN,
        "mean": _COLUMN,
        "max": _COLUMN,
        "min": _COLUMN,
        "where": _text("A condition: comparison, and/or/not, in, is null, arithmetic."),
    },
    required=("from",),
    description="How one number per region is computed from records.",
)
_MEASURES: Schema = {
    "description": 'One measure for all levels, or a level (or "*" for the others) → measure.',
    "type": "object",
    "if": {"required": ["from"]},
    "then": {"$ref": "#/$defs/measure"},
    "else": {"additionalProperties": {"$ref": "#/$defs/measure"}, "minProperties": 1},
}
_PAIR: Schema = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_NODE = _object(
    {
        "id": {"$ref": "#/$defs/id"},
        "name": _LABEL,
        "description": _LABEL,
        "unit": _LABEL,
        "direction": {"$ref": "#/$defs/direction"},
        "weight": {"type": "number", "minimum": 0, "description": "Within the parent; normalised to sum 1."},
        "measure": {"$ref": "#/$defs/measures"},
        "children": _list({"$ref": "#/$defs/node"}, "The nodes below; an indicator has none."),
    },
    required=("id",),
)
_DIRECTION: Schema = {
    "description": "+, -, {target: x} (best at x) or {interval: [low, high]} (best inside).",
    "if": {"type": "object"},
    "then": _object({"target": {"type": "number"}, "interval": _PAIR})
    | {"minProperties": 1, "maxProperties": 1},
    "else": {"enum": ["+", "-", "−", 1, -1, "positive", "negative"]},
}
_FRAMEWORK: Schema = {
    "description": "The tree, nested or as one spreadsheet (id, parent, name, unit, direction, weight).",
    "if": {"type": "array"},
    "then": _list({"$ref": "#/$defs/node"}, "The nodes directly below the index."),
    "else": _object(
        {"file": _text("CSV or XLSX."), "sheet": _text("Worksheet."), "rename": _RENAME},
        required=("file",),
    ),
}
