"""The degenerate six against every method that prepares, and what all of them promise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.treat import Treated
from zhishu.recipe import Step
from zhishu.registry import DEGENERATE_SIX, Method, methods, resolve
from zhishu.step_kinds import STEPS

PREPARING = [method for method in methods() if STEPS[method.kind].prepares]
CHANGING = [method for method in PREPARING if method.kind != "screen"]
EVERY = pytest.mark.parametrize("method", CHANGING, ids=lambda method: f"{method.kind}-{method.id}")
ORDINARY = np.array(
    [[1.0, 0.9, 0.1], [0.7, 0.5, 0.2], [0.4, 0.1, 1.0], [0.3, 0.8, 0.6], [0.1, 0.3, 0.4], [0.2, 0.2, 0.7]]
)
SETTINGS: dict[str, dict[str, Any]] = {
    "group_mean": {"grouping": "part"},
    "group_median": {"grouping": "part"},
    "ratio": {"by": ("people", "people", None)},
}


def case(name: str) -> NDArray[np.float64]:
    """Return three years of the ordinary data with one degenerate feature: a gap in the second, or in the last."""
    x = np.stack([ORDINARY, ORDINARY[::-1] + 0.5, ORDINARY])
    if name == "nan":
        x[1, 2, 1] = np.nan
    elif name in {"constant", "zero"}:
        x[2, :, 1] = 0.4 if name == "constant" else 0.0
    elif name == "negative":
        x[2, :, 1] -= 1.0
    elif name == "tie":
        x[2, 3] = x[2, 1]
    return x[:, :1] if name == "single_region" else x


def run(method: Method, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a method makes of a panel, called as the pipeline calls it."""
    regions = tuple("abcdef"[: x.shape[-2]])
    chosen = resolve(Step(method.kind, method.id))
    chosen = replace(chosen, options={**chosen.options, **SETTINGS.get(method.id, {})})
    found = chosen.run(
        x,
        regions=regions,
        groups={"part": {"east": regions[:3], "west": regions[3:]}},
        years=(2020, 2021, 2023),
        generator=np.random.default_rng(0),
        families=np.array([["index"] * 3]),
        directions=compile_directions([Direction()] * 3),
        denominators={"people": np.linspace(1, 2, len(regions))},
    )
    return found.values if isinstance(found, Treated) else found


@EVERY
@pytest.mark.parametrize("name", DEGENERATE_SIX)
def test_each_gives_numbers(method: Method, name: str) -> None:
    """No method refuses any of the six, gaps are filled where it is what the step is for."""
    assert not method.refuses(name)
    x = case(name)
    found = run(method, x)
    assert found.shape == x.shape
    if method.kind == "impute":
        assert np.isfinite(found).all()
        assert np.array_equal(found[~np.isnan(x)], x[~np.isnan(x)])
    else:
        assert np.array_equal(np.isnan(found), np.isnan(x))
    if name == "tie" and method.kind == "treat":
        assert np.array_equal(found[2, 3], found[2, 1])
    if name == "constant" and method.kind == "treat":
        assert np.array_equal(found[2, :, 1], x[2, :, 1])


@EVERY
def test_no_method_changes_its_input(method: Method) -> None:
    """Every method is a pure function."""
    x = case("nan")
    before = x.copy()
    run(method, x)
    assert np.array_equal(x, before, equal_nan=True)


@EVERY
def test_a_batch_is_prepared_as_its_members_are(method: Method) -> None:
    """A leading axis changes nothing (random draws aside, which follow one generator)."""
    x = case("nan")
    other = x**2 + 0.1
    together = run(method, np.stack([x, other]))
    if method.id == "chained":
        assert np.isfinite(together).all()
        return
    assert np.allclose(together[0], run(method, x), rtol=1e-9, atol=1e-12, equal_nan=True)
    assert np.allclose(together[1], run(method, other), rtol=1e-9, atol=1e-12, equal_nan=True)


@EVERY
def test_the_order_of_regions_changes_nothing(method: Method) -> None:
    """A region's value does not depend on where it stands (random draws aside)."""
    if method.id in {"chained", "ratio", "group_mean", "group_median"}:
        pytest.skip("draws, denominators and groups belong to regions by their place")
    x, order = case("nan"), np.array([3, 1, 5, 0, 2, 4])
    assert np.allclose(run(method, x[:, order]), run(method, x)[:, order], rtol=1e-9, equal_nan=True)
