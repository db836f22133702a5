"""The table of normalisers: what each is, whom it follows, and where it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalise import identity, minmax
from zhishu.registry import Example, Method, Option

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER = {"type": "number"}
_PAIR = {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}

MINMAX = Method(
    kind="normalise",
    id="minmax",
    name=Text("极差正规化法（最小-最大法）", "Min–max"),
    citation="China Big Data Industry Development Index, 2023 edition, section 1.3; "
    "OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 5",
    formula="positive: (x - min) / (max - min); negative: (max - x) / (max - min); "
    "target q: 1 - |x - q| / max|x - q|; "
    "interval [a, b]: 1 inside, else 1 - max(a - x, x - b) / max(a - min, max - b)",
    needs="two regions or more, or goalposts for every indicator",
    range="[worst, best] as `to` says, [0, 1] by default; beyond it only with goalposts and without clip",
    degenerate={
        "nan": "stays NaN; minimum and maximum run over the regions that have a value",
        "constant": "0 for every region (1 if the value is the target or inside the interval)",
        "zero": "as constant: 0 for every region",
        "negative": "harmless: only differences count",
        "tie": "equal values stay equal",
        "single_region": "error: there is nothing to compare, unless goalposts are given",
    },
    function=minmax,
    inputs=("directions",),
    parameters={
        "to": Option((0.0, 1.0), _PAIR, "[worst, best] of the comparable values"),
        "goalposts": Option(
            None,
            {"type": ["object", "null"], "additionalProperties": _PAIR},
            "indicator → [minimum, maximum] in raw units, used instead of the data's",
            by_indicator=True,
        ),
        "clip": Option(
            default=False, schema={"type": "boolean"}, description="cut what lies beyond the goalposts"
        ),
    },
    example=Example(
        (
            np.array([[100.0, 10.0], [60.0, 20.0], [0.0, 50.0]]),
            compile_directions([Direction("positive"), Direction("negative")]),
        ),
        [[1.0, 1.0], [0.6, 0.75], [0.0, 0.0]],
    ),
)

NONE = Method(
    kind="normalise",
    id="none",
    name=Text("不作处理", "None"),
    citation="identity",
    formula="x' = x",
    needs="values that are comparable already, larger is better",
    range="that of the data",
    degenerate={
        "nan": "stays NaN",
        "constant": "stays as it is",
        "zero": "stays 0",
        "negative": "stays negative",
        "tie": "equal values stay equal",
        "single_region": "stays as it is",
    },
    function=identity,
    example=Example((np.array([[0.2, 0.9], [1.0, 0.0]]),), [[0.2, 0.9], [1.0, 0.0]]),
)

NORMALISERS: Mapping[str, Method] = {method.id: method for method in (MINMAX, NONE)}
