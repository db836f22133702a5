"""The JSON Schema of the `uncertain:` part of edition.yaml."""

from __future__ import annotations

from typing import Any

from zhishu.doubt.uncertain import ALTERNATIVES, DRAWS, EACH, NOTHING, TOLD_APART

Schema = dict[str, Any]


def uncertain_schema() -> Schema:
    """Return the schema of what may vary; the methods are read from the registry."""
    steps = {kind: _alternatives(kind) for kind in ALTERNATIVES if kind != "aggregate"}
    return {
        "type": "object",
        "description": "What may vary, for intervals of ranks; what is not named does not vary.",
        "additionalProperties": False,
        "not": {"required": ["impute", "multiple_imputation"]},
        "properties": {
            **steps,
            "aggregate": {
                "description": "Alternatives for the whole tree, or drawn anew at every depth of it.",
                "if": {"type": "object"},
                "then": _object({"each_depth": _alternatives("aggregate")}, required=("each_depth",)),
                "else": _alternatives("aggregate"),
            },
            "weights": _WEIGHTS,
            "indicators": _INDICATORS,
            "goalposts": _share("Both ends of a min–max move by up to this share of the range.", below=0.5),
            "error": {
                "type": "object",
                "description": 'Measurement error by indicator; "*" stands for all others.',
                "additionalProperties": _ERROR,
            },
            "bootstrap": {
                "type": "string",
                "description": "The source of records whose rows are redrawn within each region.",
            },
            "multiple_imputation": {
                "type": "integer",
                "minimum": 2,
                "description": "So many random imputations (chained equations); each draw takes one of them.",
            },
            "draws": {
                "type": "integer",
                "minimum": 1,
                "description": f"How many draws; {DRAWS:,} if absent.",
            },
            "sampler": {"enum": ["random", "latin_hypercube", "sobol"]},
            "seed": {"type": "integer", "minimum": 0, "description": "0 is a seed like any other."},
            "interval": {
                "type": "array",
                "items": {"type": "number", "minimum": 0, "maximum": 1},
                "minItems": 2,
                "maxItems": 2,
                "description": "The shares of draws between which an interval lies; [0.05, 0.95] if absent.",
            },
            "weight_space": _SPACE,
            "leverage": _share("A firm is flagged that supplies more than this share of a region's score."),
            "told_apart": {
                "type": "number",
                "exclusiveMinimum": 0.5,
                "maximum": 1,
                "description": "Two regions are told apart when one is ahead in this share of draws; "
                f"{TOLD_APART} if absent.",
            },
        },
    }


def _alternatives(kind: str) -> Schema:
    from zhishu.registry import methods  # noqa: PLC0415 - imported only where a recipe is read
    from zhishu.step_kinds import STEPS  # noqa: PLC0415 - imported only where a recipe is read

    names = [method.id for method in methods(kind)]
    if not STEPS[kind].required:
        names.append(NOTHING)
    plain: Schema = {"enum": names}
    full: Schema = {
        "type": "object",
        "required": ["method"],
        "properties": {"method": {"enum": [name for name in names if name != NOTHING]}},
    }
    return {
        "type": "array",
        "minItems": 1,
        "description": f"Alternatives to the recipe's own step `{kind}`: names, or {{method, options …}}.",
        "items": {"if": {"type": "object"}, "then": full, "else": plain},
    }


def _object(properties: Schema, *, required: tuple[str, ...] = ()) -> Schema:
    listed: Schema = {"required": list(required)} if required else {}
    return {"type": "object", "properties": properties, "additionalProperties": False, **listed}


def _share(description: str, *, below: float = 1.0) -> Schema:
    return {"type": "number", "minimum": 0, "exclusiveMaximum": below, "description": description}


_SETS: Schema = {
    "type": "object",
    "minProperties": 1,
    "description": "Name → {node: weight}; or {file: …}, a table with the names down and the nodes across.",
    "if": {"required": ["file"]},
    "then": {"properties": {"file": {"type": "string"}, "sheet": {"type": "string"}}},
    "else": {
        "additionalProperties": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}}
    },
}
_WEIGHTS: Schema = {
    **_object(
        {
            "uniform": _share("Every weight times a number between 1 - this and 1 + this."),
            "dirichlet": {
                "type": "number",
                "exclusiveMinimum": 0,
                "description": "Concentration of a Dirichlet distribution around the method's weights.",
            },
            "sets": {**_SETS, "description": "One of these sets in each draw. " + str(_SETS["description"])},
            "experts": {
                **_SETS,
                "description": "The mean of a resample of these. " + str(_SETS["description"]),
            },
            "free": {
                "description": "All weights within a parent alike likely, whatever the method's own (SMAA): "
                "true, or node → the least weight within its parent.",
                "if": {"type": "object"},
                "then": {"additionalProperties": {"type": "number", "minimum": 0, "maximum": 1}},
                "else": {"const": True},
            },
        }
    ),
    "description": "How weights vary around the method's own, or freely: one of the five ways.",
    "minProperties": 1,
    "maxProperties": 1,
}
_INDICATORS: Schema = {
    **_object(
        {
            "drop": {
                "description": "The probability of leaving an indicator out, or `each`: one at a time.",
                "if": {"type": "string"},
                "then": {"const": EACH},
                "else": _share(""),
            }
        },
        required=("drop",),
    ),
    "description": "Which indicators are in.",
}
_WEIGHT: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_SPACE: Schema = {
    **_object(
        {
            "spread": {
                "type": "number",
                "minimum": 0,
                "description": "Every weight between 1 - this and 1 + this times the published one.",
            },
            "free": {"const": True, "description": "All weights whatever."},
            "bounds": {
                "type": "object",
                "description": "Node → [least, largest] weight within its parent.",
                "additionalProperties": {"type": "array", "items": _WEIGHT, "minItems": 2, "maxItems": 2},
            },
            "order": {
                "type": "array",
                "description": "Pairs [a, b]: node a weighs at least as much in all as node b.",
                "items": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
            },
        }
    ),
    "not": {"required": ["spread", "free"]},
    "description": "Bounds of the exact answers about weights; what the draws of weights keep, if absent.",
}
_POSITIVE: Schema = {"type": "number", "exclusiveMinimum": 0}
_ERROR: Schema = {
    **_object(
        {
            "normal": {
                **_object({"sd": _POSITIVE, "share": _POSITIVE}),
                "minProperties": 1,
                "description": "Standard deviation in the indicator's unit, or as a share of the value.",
            },
            "lognormal": {**_POSITIVE, "description": "Coefficient of variation of a log-normal factor."},
            "poisson": {"const": True, "description": "A count, with the value as the mean."},
        }
    ),
    "minProperties": 1,
    "maxProperties": 1,
}
