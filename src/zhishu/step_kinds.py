"""The kinds of step that a recipe may hold, and the options that belong to a step whatever its method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from zhishu.option_tables import FILE_SCHEMA
from zhishu.schema_words import describe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.option_tables import TableForm


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a step: its default, the JSON Schema of its values, and what it does.

    `by_indicator` marks an option that is written as a mapping from indicator id to value; the
    function receives a tuple in the order of the framework's indicators, None where nothing is given.
    `table` marks one that may also stand in a file of the edition's folder, as
    `{file: panel.csv}`, and says which form the file takes (see `zhishu.option_tables`); `schema`
    describes what the file comes to, which is what may be written inline. `methods` marks a list of
    methods of the same kind, `{method, options …}`, whose own options are settled like those of a step.
    `by_region` marks numbers by region code: codes of no region are told, not passed over in silence.
    `by_column` marks a mapping from the id of a column of some group: an id that the framework does not
    have is an error.

    >>> Option("min", {"enum": ["min", "max"]}, "the rank of equal scores").allowed
    ('min', 'max')
    """

    default: Any
    schema: Mapping[str, Any]
    description: str
    by_indicator: bool = False
    table: TableForm | None = None
    methods: bool = False
    by_region: bool = False
    by_column: bool = False

    @property
    def written(self) -> Mapping[str, Any]:
        """The JSON Schema of what may be written in the recipe: the value, or the file that holds it."""
        return self.schema if self.table is None else {"anyOf": [self.schema, FILE_SCHEMA]}

    @property
    def allowed(self) -> tuple[str, ...] | str:
        """What may stand here: the values one by one, or a description of them."""
        return self.allowed_in("en")

    def allowed_in(self, language: str) -> tuple[str, ...] | str:
        """What may stand here, described in `language`."""
        return tuple(self.schema["enum"]) if "enum" in self.schema else describe(self.schema, language)

    def accepts(self, value: object) -> bool:
        """Whether `value` fits the schema."""
        from jsonschema import Draft202012Validator  # noqa: PLC0415 - only when a recipe is resolved

        plain = list(value) if isinstance(value, tuple) else value
        return bool(Draft202012Validator(self.written).is_valid(plain))

    def fault(self, value: object) -> tuple[tuple[str, ...], object, tuple[str, ...] | str]:
        """Return where inside a `value` that does not fit the fault lies, what is there, and what may be.

        >>> table = {"type": "object", "additionalProperties": {"type": "number"}}
        >>> Option({}, table, "region → number").fault({"a": 1, "b": "much"})
        (('b',), 'much', 'number')
        """
        from jsonschema import Draft202012Validator  # noqa: PLC0415 - only when a recipe is refused

        plain = list(value) if isinstance(value, tuple) else value
        errors = list(Draft202012Validator(self.schema).iter_errors(plain))
        deepest = max(errors, key=lambda error: len(error.absolute_path), default=None)
        if deepest is None or not deepest.absolute_path or not isinstance(deepest.schema, dict):
            return (), value, self.allowed
        inside = Option(None, deepest.schema, "")
        return tuple(str(part) for part in deepest.absolute_path), deepest.instance, inside.allowed


class StepKind(NamedTuple):
    """One kind of step: the table that holds its methods, the default method, and its own options.

    Steps that prepare stand before `normalise`, in any order, as often as wanted.
    """

    module: str
    table: str
    default: str
    required: bool = True
    options: Mapping[str, Option] = {}
    prepares: bool = False


_BASE: Mapping[str, Any] = {"anyOf": [{"enum": ["each_year", "all_years"]}, {"type": "integer"}]}
_OWN_METHOD: Mapping[str, Any] = {"type": ["object", "null"]}
BY_NODE = Option(
    None,
    {"type": ["object", "null"], "additionalProperties": {"type": "object"}},
    "node id → {method, options …} for the group of that node's children",
)
BY_DEPTH = Option(
    None,
    {"type": ["array", "null"], "items": _OWN_METHOD},
    "a list of {method, options …}: the first for the group right below the index, the next for the "
    "groups one level further down …; null where the step's own method stays. `by_node` goes before",
)
BY_INDICATOR = Option(
    None,
    {"type": ["object", "null"], "additionalProperties": {"type": "object"}},
    "indicator id → {method, options …} for that indicator alone",
)
BY_LEVEL = Option(
    None,
    {"type": ["object", "null"], "additionalProperties": {"type": "object"}},
    "level of regions → {method, options …}: what is otherwise there",
)
_SEED = Option(
    0, {"type": "integer", "minimum": 0}, "the seed of methods that draw; 0 is a seed like any other"
)

STEPS: Mapping[str, StepKind] = {
    "screen": StepKind(
        "zhishu.prepare.methods",
        "SCREENS",
        "availability",
        required=False,
        prepares=True,
        options={
            "drop": Option(
                "none",
                {"enum": ["none", "regions", "indicators"]},
                "what is left out when it fails; with none, it is only reported",
            )
        },
    ),
    "impute": StepKind(
        "zhishu.prepare.methods",
        "IMPUTERS",
        "mean",
        required=False,
        prepares=True,
        options={"by_indicator": BY_INDICATOR, "seed": _SEED},
    ),
    "denominate": StepKind(
        "zhishu.prepare.methods",
        "DENOMINATORS",
        "ratio",
        required=False,
        prepares=True,
        options={
            "limit": Option(
                0.9,
                {"type": "number", "minimum": 0, "maximum": 1},
                "the correlation with its denominator from which a divided indicator is reported",
            )
        },
    ),
    "treat": StepKind(
        "zhishu.prepare.methods",
        "TREATMENTS",
        "winsorise_then_log",
        required=False,
        prepares=True,
        options={"by_indicator": BY_INDICATOR},
    ),
    "normalise": StepKind(
        "zhishu.prepare.methods",
        "NORMALISERS",
        "minmax",
        options={
            "base": Option(
                "each_year",
                _BASE,
                "what the values are compared with: those of the same year (each_year), of all years at "
                "once (all_years), or of one year, named by its number",
            ),
            "by_indicator": BY_INDICATOR,
        },
    ),
    "weigh": StepKind(
        "zhishu.weigh.methods",
        "WEIGHTINGS",
        "improved_vector",
        options={
            "levels": Option(
                "nested", {"enum": ["nested", "flat"]}, "weigh each sibling group, or all indicators"
            ),
            "base": Option(
                "each_year",
                _BASE,
                "weights of each year, or one set for all: from all years at once (all_years), or from "
                "one year, named by its number",
            ),
            "by_node": BY_NODE,
            "by_depth": BY_DEPTH,
        },
    ),
    "aggregate": StepKind(
        "zhishu.score.methods",
        "AGGREGATORS",
        "arithmetic",
        options={
            "scale": Option(
                1.0, {"type": "number", "exclusiveMinimum": 0}, "factor of the scores that are printed"
            ),
            "missing": Option(
                "error",
                {"enum": ["error", "renormalise"]},
                "refuse missing values, or share their weight out",
            ),
            "data_threshold": Option(
                0.0,
                {"type": "number", "minimum": 0, "maximum": 1},
                "with `missing: renormalise`, the least share of a group's columns a region must have "
                "to get a score there",
            ),
            "seed": _SEED,
            "by_node": BY_NODE,
            "by_depth": BY_DEPTH,
        },
    ),
    "rank": StepKind("zhishu.score.methods", "RANKINGS", "by_score"),
    "tiers": StepKind(
        "zhishu.score.methods", "TIERINGS", "rank_cuts", required=False, options={"by_level": BY_LEVEL}
    ),
    "clusters": StepKind(
        "zhishu.cluster.methods",
        "CLUSTERINGS",
        "hierarchical",
        required=False,
        options={
            "of": Option(
                "indicators",
                {"enum": ["indicators", "dimensions", "index"]},
                "what regions are compared in: the normalised indicators, the scores of the dimensions, or "
                "the index alone",
            ),
            "weighted": Option(
                False,
                {"type": "boolean"},
                "whether a column counts by its effective weight; else all count alike",
            ),
            "by_level": BY_LEVEL,
        },
    ),
}
"""The kinds of step, in the order in which they make sense; those that prepare come in any order."""
