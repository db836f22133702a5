"""Catastrophe progression and projection pursuit against programs on GitHub: answers in `recorded`."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, record
from recorded_answers import recorded

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.score.aggregators.judged.catastrophe import catastrophe
from zhishu.weigh.fitted.projection import projection_pursuit
from zhishu.weigh.fitted.projection_search import Window, projection_index


def test_catastrophe_against_the_weather_of_aphids() -> None:
    """Min–max of two positive and two negative columns, the four roots of the butterfly, the least of them."""
    found = recorded("catastrophe_aphids")
    for case in found.cases:
        ways = [Direction("positive" if sign > 0 else "negative") for sign in case["signs"]]
        x = minmax(np.array(case["x"]), compile_directions(ways))
        least = catastrophe(x, np.array([0.4, 0.3, 0.2, 0.1]), relation="non_complementary")
        assert least == pytest.approx(np.array(case["least"]), rel=1e-12)
    source = "random data, 12 × 4, min–max, five seeds"
    what = "relation: non_complementary, a butterfly"
    note = (
        "the program's page says that so it comes within 0.0013 of the standardised weather factors "
        "Li et al. (2020) print for 62 dates; their weather is not in it"
    )
    record(Agreement("aggregate", "catastrophe", found.program, source, what, 1e-12, holds=True, note=note))


def test_catastrophe_against_the_cells_of_maps() -> None:
    """The cusp, the swallowtail and the butterfly; the program itself chooses the mean or the least."""
    found = recorded("catastrophe_rasters")
    assert {case["relation"] for case in found.cases} == {"complementary", "non_complementary"}
    for case in found.cases:
        x = np.array(case["x"])
        columns = x.shape[1]
        weights = np.arange(columns, 0, -1) / sum(range(columns + 1))
        ours = catastrophe(x, weights, relation=case["relation"])
        assert ours == pytest.approx(np.array(case["scores"]), rel=1e-12)
    source = "random data, 15 × 2 to 4, columns that go together and that do not, five seeds"
    note = (
        "the program takes the least where every two roots are correlated 0.5 or more, or else the mean; "
        "here `relation` says which"
    )
    what = "both relations, the cusp to the butterfly"
    record(Agreement("aggregate", "catastrophe", found.program, source, what, 1e-12, holds=True, note=note))


def test_projection_pursuit_against_a_cuckoo_search() -> None:
    """The program's fitness is 1 / (1 + Q); its search ends no higher than ours."""
    found = recorded("projection_pursuit_cuckoo")
    for case in found.cases:
        x, directions = np.array(case["x"]), np.array(case["directions"])
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        ours = projection_index(x[None], directions[None], Window(0.1))[0]
        assert 1 / (1 + ours) == pytest.approx(np.array(case["fitness"]), rel=1e-12)
        best = projection_index(x[None], np.sqrt(projection_pursuit(x))[None, None], Window(0.1))[0, 0]
        assert 1 / (1 + best) <= case["least"] * (1 + 1e-9)
    source = "random data, 12 × 4, five seeds"
    what = "the index of twenty directions"
    record(Agreement("weigh", "projection_pursuit", found.program, source, what, 1e-12, holds=True))
    what = "the index of our direction is not below the highest its cuckoo search met, 30 nests, 400 rounds"
    record(Agreement("weigh", "projection_pursuit", found.program, source, what, 1e-9, holds=True))
