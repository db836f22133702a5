"""The degenerate six against every registered method: each computes what it says, or raises one error."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.recipe import Step
from zhishu.registry import DEGENERATE_SIX, Method, methods, resolve
from zhishu.score.ranks import rank
from zhishu.step_kinds import STEPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Six regions × three columns in [-1, 1]; each case changes the middle column, or the regions.
ORDINARY = np.array(
    [[1.0, 0.9, 0.0], [0.7, 0.5, 0.2], [0.4, 0.1, 1.0], [0.3, 0.8, 0.6], [0.1, 0.3, 0.4], [0.0, 0.2, 0.7]]
)
SCORING = [method for method in methods() if not STEPS[method.kind].prepares]
COMBINED = [{"method": "given"}, {"method": "equal", "constant": "keep"}]
REQUIRED = {
    "score_cuts": {"cuts": [0.2, 0.6]},
    "rank_cuts": {"cuts": [1, 3]},
    "distance_to_reference": {"reference": "d"},
    "ocra": {"divisor": "range"},
    "lopm": {"limits": {"x": {"target": 1}, "z": {"target": 1}}},
    "merec": {"shift": 0.01},
    "logarithmic": {"shift": 2.0},
    "ahp": {"comparisons": {"x": {"y": 2, "z": 4}, "y": {"z": 2}}},
    "fuzzy_ahp": {"comparisons": {"x": {"y": 2, "z": 4}, "y": {"z": 2}}},
    "budget_allocation": {"allocations": {"Li": {"x": 50, "y": 30, "z": 20}}},
    "precedence_chart": {"ratings": {"Li": {"x": 9, "y": 5, "z": 3}}},
    "fuzzy_complementary": {"comparisons": {"x": {"y": 0.6, "z": 0.7}, "y": {"z": 0.6}}},
    "forced_scoring": {"comparisons": {"x": {"y": 3, "z": 4}, "y": {"z": 2}}},
    "ring_ratio": {"ratios": {"x / y": {"Li": 0.5}, "y / z": {"Li": 3}}},
    "dematel": {"influences": {"x": {"y": 3, "z": 1}, "y": {"x": 1}}},
    "anp": {"influences": {"x": {"y": 3, "z": 1}, "y": {"x": 1, "z": 1}}},
    "order_relation": {"ratios": {"x / y": {"Li": 1.2}, "y / z": {"Li": 1.4}}},
    "rank_order": {"rankings": {"Li": {"x": 1, "y": 2, "z": 3}}},
    "best_worst": {
        "best_to_others": {"Li": {"x": 1, "y": 2, "z": 4}},
        "others_to_worst": {"Li": {"x": 4, "y": 2, "z": 1}},
    },
    "conjoint": {
        "profiles": {
            "p": {"x": 1, "y": "low", "z": 5},
            "q": {"x": 1, "y": "high", "z": 7},
            "r": {"x": 2, "y": "low", "z": 7},
            "s": {"x": 2, "y": "high", "z": 5},
        },
        "ratings": {"Li": {"p": 1, "q": 7, "r": 4, "s": 6}},
    },
    "regression": {"outcome": dict(zip("abcdef", (6.0, 7.0, 1.0, 2.0, 4.0, 5.0), strict=True))},
    "neural_network": {"known": dict(zip("abcdef", (6.0, 7.0, 1.0, 2.0, 4.0, 5.0), strict=True))},
    "linear_combination": {"methods": COMBINED},
    "multiplicative_combination": {"methods": COMBINED},
    "game_combination": {"methods": COMBINED},
}
BY_COLUMN = {
    "distance_to_target": {"targets": (2.0, 2.0, 2.0)},
    "goalposts": {"posts": ((-1.0, 1.0),) * 3},
    "piecewise": {"points": ([-1, 0, 1, 1],) * 3},
}


def case(name: str) -> NDArray[np.float64]:
    """Return the ordinary data with one degenerate feature."""
    x = ORDINARY.copy()
    if name == "nan":
        x[2, 1] = np.nan
    elif name in {"constant", "zero"}:
        x[:, 1] = 0.4 if name == "constant" else 0.0
    elif name == "negative":
        x[:, 1] -= 1.0
    elif name == "tie":
        x[3] = x[1]
    return x[:1] if name == "single_region" else x


def run(method: Method, x: NDArray[np.float64]) -> NDArray[Any]:
    """Return what a method makes of columns x, each kind called as the pipeline calls it.

    A normaliser along time sees them as the last of three years.
    """
    chosen = resolve(Step(method.kind, method.id, REQUIRED.get(method.id, {})))
    chosen = replace(chosen, options={**chosen.options, **BY_COLUMN.get(method.id, {})})
    if method.kind == "tiers":
        return chosen.run(x[:, 1], ranks=rank(x[:, 1]))
    offered = {
        "directions": compile_directions([Direction()] * x.shape[-1]),
        "stated": np.array([1.0, 2.0, 1.0]),
        "weights": np.array([0.25, 0.5, 0.25]),
        "axis": -2,
        "regions": tuple("abcdef"[: x.shape[-2]]),
        "members": tuple("xyz"),
        "generator": np.random.default_rng(0),
    }
    if method.kind == "normalise" and "years" in method.inputs:
        panel = np.stack([x + 2.0, x + 3.0, x], axis=-3)
        return chosen.run(panel, **offered, years=(2021, 2022, 2023))[..., -1, :, :]
    return chosen.run(x, **offered)


@pytest.mark.parametrize("name", DEGENERATE_SIX)
@pytest.mark.parametrize("method", SCORING, ids=lambda method: f"{method.kind}-{method.id}")
def test_each_method_does_what_it_says_in_each_degenerate_case(method: Method, name: str) -> None:
    """An error where "error:" is promised, else numbers; weights sum to 1; ties stay ties."""
    x = case(name)
    if method.refuses(name):
        with pytest.raises(MethodError) as error:
            run(method, x)
        assert error.value.allowed
        return
    found = run(method, x)
    if name == "nan" and method.kind in {"normalise", "rank"}:
        assert np.isnan(found).tolist() == np.isnan(x).tolist()
    else:
        assert np.isfinite(found).all()
    if method.kind == "weigh":
        assert found.sum() == pytest.approx(1)
        assert (found >= 0).all()
    elif name == "tie":
        assert np.array_equal(found[3], found[1])


HOSTILE = {
    "columns twelve orders of magnitude apart": lambda x: x * np.array([1e-12, 1.0, 1e12]),
    "next to nothing": lambda x: x * 1e-300,
    "beyond what can be squared": lambda x: x * 1e300,
    "a difference in the ninth digit": lambda x: 1e9 + x,
    "a difference in the last digit": lambda x: 1.0 + 1e-15 * np.round(3 * x),
    "zeros of both signs": lambda x: np.where(x > 0.5, 0.0, -0.0),
    "one value among zeros": lambda x: np.where(x == 1.0, x, 0.0),
    "costs turned by their sign": lambda x: -x,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("method", SCORING, ids=lambda method: f"{method.kind}-{method.id}")
def test_hostile_numbers_are_scored_or_refused(method: Method, name: str) -> None:
    """Numbers, weights that sum to 1, or one clear error: no infinity, no NaN, no warning of the machine."""
    try:
        found = run(method, HOSTILE[name](ORDINARY))
    except MethodError:
        return
    assert np.isfinite(found).all()
    if method.kind == "weigh":
        assert found.sum() == pytest.approx(1)
        assert (found >= 0).all()


@pytest.mark.parametrize("method", methods("weigh"), ids=lambda method: method.id)
def test_a_dead_column_weighs_nothing_where_the_method_says_so(method: Method) -> None:
    """The text of the constant and the zero case begins with "weight 0" exactly where it does."""
    for name in ("constant", "zero"):
        promised = method.degenerate[name].startswith(("weight 0", "as constant"))
        assert (run(method, case(name))[1] == 0) == promised


BETWEEN = [
    method
    for method in methods("aggregate")
    if method.range.startswith(("between the lowest and the highest value", "between the lowest value"))
]


@pytest.mark.parametrize("method", BETWEEN, ids=lambda method: method.id)
def test_a_mean_lies_between_the_values_of_its_region(method: Method) -> None:
    """Where its range says so; also with a missing, a constant and a negative column."""
    for name in DEGENERATE_SIX:
        if method.refuses(name):
            continue
        x = case(name)
        found = run(method, x)
        assert (found >= np.nanmin(x, axis=-1) - 1e-15).all()
        assert (found <= np.nanmax(x, axis=-1) + 1e-15).all()


@pytest.mark.parametrize("method", SCORING, ids=lambda method: f"{method.kind}-{method.id}")
def test_no_method_changes_its_input(method: Method) -> None:
    """Every method is a pure function."""
    x = ORDINARY.copy()
    run(method, x)
    assert np.array_equal(x, ORDINARY)


@pytest.mark.parametrize("method", SCORING, ids=lambda method: f"{method.kind}-{method.id}")
def test_a_batch_is_scored_as_its_members_are(method: Method) -> None:
    """Leading axes are a batch for every registered method."""
    if method.kind == "tiers":
        x = np.stack([ORDINARY[:, 1], ORDINARY[::-1, 2]])
        chosen = resolve(Step("tiers", method.id, REQUIRED.get(method.id, {})))
        assert np.array_equal(chosen.run(x, ranks=rank(x))[1], chosen.run(x[1], ranks=rank(x[1])))
        return
    x = np.stack([ORDINARY, 1 - ORDINARY**2])
    assert np.allclose(
        run_batch := run(method, x), [run(method, x[0]), run(method, x[1])], rtol=0, atol=1e-15
    )
    assert len(run_batch) == 2
