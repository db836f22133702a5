"""The ordered geographically weighted average: Compind's answers, and distances of scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, program, record
from recorded_answers import recorded
from sklearn.metrics.pairwise import haversine_distances

from zhishu.score.aggregators.averages.geographical import geographical_owa
from zhishu.score.aggregators.averages.kernels import EARTH, distances, left_out

FOUND = recorded("ogwa_compind")
SOURCE = "random data, 12 × 4, five seeds, planar distances"
EQUAL = np.full(4, 0.25)


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("aggregate", "geographical_owa", against, source, what, tolerance, holds, note))


def ours(case: dict, **options: object) -> tuple[np.ndarray, np.ndarray]:
    """Return our scores by the highest and by the lowest values."""
    x, places = np.array(case["x"])[None], np.array(case["places"])[None]
    at = {"x": places[..., 0], "y": places[..., 1]}
    asked = {"coordinates": ("x", "y"), "distance": "planar", "kernel": case["kernel"], **options}
    each = ("at_least", "more_than")
    high, low = (geographical_owa(x, EQUAL, at, **{name: case["count"]}, **asked)[0] for name in each)
    return high, low


def test_given_bandwidths_against_compind() -> None:
    """Five kernels with one bandwidth, and bisquare with that of five neighbours; both orders of weights."""
    given = [case for case in FOUND.cases if "bandwidth" in case]
    for case in given:
        wide = {"neighbours": case["bandwidth"]} if case["adaptive"] else {"bandwidth": case["bandwidth"]}
        high, low = ours(case, **wide)
        assert high == pytest.approx(case["at_least"], rel=1e-12)
        assert low == pytest.approx(case["more_than"], rel=1e-12)
    note = "its weights of distance are those of GWmodel; ours are one factor for each region"
    agreed(FOUND.program, SOURCE, "OGWA+ and OGWA-, five kernels, bisquare by neighbours", 1e-12, note=note)


def test_bandwidths_that_are_found_against_compind() -> None:
    """Its search stops once two values of the criterion differ by less than 0.0001, whatever the unit."""
    searched = [case for case in FOUND.cases if "bandwidth" not in case]
    early = []
    for case in searched:
        x, places = np.array(case["x"]), np.array(case["places"])
        apart = distances(places[:, 0], places[:, 1], kind="planar")
        high, _ = ours(case, bandwidth="least_change")
        theirs = np.array(case["at_least"])
        if x.max() > 2:
            assert high == pytest.approx(theirs, rel=1e-5)
            assert case["bandwidths"] == pytest.approx([apart.max()] * 4, rel=1e-5)
            continue
        assert high == pytest.approx(theirs, rel=0.02)
        grid = np.array([*case["bandwidths"], apart.max()])
        reached = left_out(x, apart, grid, case["kernel"], "least_change")
        assert (reached[-1] < np.diagonal(reached)).all()
        early.append(1 - np.mean(case["bandwidths"]) / apart.max())
    assert min(early) > 0.005
    source = "the same, values 1,000 to 10,000 (gaussian, exponential)"
    agreed(FOUND.program, source, "OGWA+ with `bandwidth: least_change`", 1e-5)
    note = (
        "its search stops as soon as two values of the criterion differ by less than 0.0001 in the unit of the data "
        "squared: on values from 0 to 1 short of the end that it reaches on 10,000 times these values"
    )
    source = "the same, values 0.1 to 1 (gaussian, exponential)"
    agreed(FOUND.program, source, "OGWA+ with `bandwidth: least_change`", 0.0, holds=False, note=note)


def test_its_criterion_is_no_cross_validation() -> None:
    """It compares a region's mean with and without it, and so runs to the greatest distance each time."""
    searched = [case for case in FOUND.cases if "bandwidth" not in case]
    for case in searched:
        x, places = np.array(case["x"]), np.array(case["places"])
        apart = distances(places[:, 0], places[:, 1], kind="planar")
        grid = np.linspace(apart.max() / 20, apart.max(), 60)
        change = left_out(x, apart, grid, case["kernel"], "least_change")
        assert (np.diff(change[10:], axis=0) < 0).all()
    note = (
        "the criterion of the peer (GWmodel's bw.gwss.average) is the difference a region makes to its own mean, "
        "which falls as the bandwidth grows, whatever the values; ours is the error with which the others predict it"
    )
    agreed(FOUND.program, SOURCE, "the default bandwidth, `cross_validation`", 0.0, holds=False, note=note)


def test_great_circles_against_scikit_learn() -> None:
    for seed in range(5):
        generator = np.random.default_rng(seed)
        longitude, latitude = generator.uniform(-180, 180, 20), generator.uniform(-90, 90, 20)
        theirs = EARTH * haversine_distances(np.radians(np.column_stack([latitude, longitude])))
        assert distances(longitude, latitude) == pytest.approx(theirs, rel=1e-9, abs=1e-6)
    agreed(program("scikit-learn"), "random places, five seeds", "haversine_distances", 1e-9)


def test_where_all_regions_stand_near_it_is_the_printed_ordered_average() -> None:
    """The limit of a wide kernel: every weight of distance is 1, and what is left is the ordered average."""
    values, order = np.array([[[5.0, 6.0, 4.0], [4.0, 5.0, 6.0]]]), [0.2, 0.7, 0.1]
    at = {"longitude": np.array([[100.0, 120.0]]), "latitude": np.array([[20.0, 40.0]])}
    ask = {"kernel": "gaussian", "bandwidth": 1e12, "order_weights": order}
    found = geographical_owa(values, np.full(3, 1 / 3), at, **ask)[0]
    assert found == pytest.approx([5.1, 5.1], rel=1e-9)
    source = "a textbook of soft computing on oreilly.com (9781926895383), example 2.39"
    note = "the limit of a wide kernel, an ordered average; no printed example with distances was found"
    agreed(MANUAL, source, "[5, 6, 4] in any order, bandwidth 1e12: 5.1", 1e-9, note=note)
