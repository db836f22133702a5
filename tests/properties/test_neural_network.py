"""What holds for a network that learns known scores, on any data."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from zhishu.score.aggregators.judged.neural_network import neural_network

GRID = st.integers(0, 20).map(lambda step: step / 20)
FEW = {"networks": 2, "units": 2, "decay": 0.01}


@st.composite
def lessons(draw: st.DrawFn, batch: tuple[int, ...] = ()) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return values (…, regions, columns) with ties, weights, and scores known for all but two regions."""
    columns = draw(st.integers(1, 3))
    regions = draw(st.integers(columns + 5, 10))
    x = draw(hnp.arrays(float, (*batch, regions, columns), elements=GRID))
    known = draw(hnp.arrays(float, regions, elements=GRID))
    known[:2], known[-2:] = (0.0, 1.0), np.nan
    raw = draw(hnp.arrays(float, columns, elements=st.integers(1, 9).map(float)))
    return x, raw / raw.sum(), known


def run(x: np.ndarray, weights: np.ndarray, known: np.ndarray, **options: Any) -> np.ndarray:
    generator = np.random.default_rng(0)
    ask = {**FEW, "known": "expert", **options}
    return neural_network(x, weights, generator, measures={"expert": known}, **ask)


@settings(max_examples=40, deadline=None)
@given(lesson=lessons())
def test_scores_are_finite_and_equal_regions_tie(lesson) -> None:
    """Exactly, wherever they stand and whether their scores are known or not."""
    x, weights, known = lesson
    found = run(np.concatenate([x, x[::-1]]), weights, np.concatenate([known, known]))
    assert np.isfinite(found).all()
    assert np.array_equal(found, found[::-1])


@settings(max_examples=40, deadline=None)
@given(lesson=lessons(), data=st.data())
def test_a_shuffled_table_gives_shuffled_scores(lesson, data: st.DataObject) -> None:
    """Exactly: what is learned does not depend on the order of the table."""
    x, weights, known = lesson
    order = data.draw(st.permutations(range(len(x))))
    assert np.array_equal(run(x[order], weights, known[order]), run(x, weights, known)[order])


@settings(max_examples=25, deadline=None)
@given(lesson=lessons(batch=(3,)))
def test_a_batch_is_its_members(lesson) -> None:
    """Starts are drawn once for all tables, and none waits for another."""
    x, weights, known = lesson
    found = run(x, weights, known)
    for place in range(3):
        np.testing.assert_allclose(found[place], run(x[place], weights, known), rtol=0, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(lesson=lessons(), data=st.data())
def test_a_region_that_is_not_learned_changes_nothing_and_never_falls(lesson, data: st.DataObject) -> None:
    """Raise a value of a region whose score is not known: others stay, and with `monotone` it does not fall."""
    x, weights, known = lesson
    better, column = x.copy(), data.draw(st.integers(0, x.shape[1] - 1))
    better[-1, column] = data.draw(GRID.filter(lambda value: value >= x[-1, column]))
    for output in ("linear", "logistic"):
        before = run(x, weights, known, monotone=True, output=output)
        after = run(better, weights, known, monotone=True, output=output)
        assert np.array_equal(after[:-1], before[:-1])
        assert after[-1] >= before[-1] - 1e-12
