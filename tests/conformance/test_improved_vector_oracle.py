"""The improved vector method against its worked example: 5 regions × 3 indicators, the third negative."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from record import BY_HAND, Agreement, record

from zhishu.framework import Direction, Framework, Node, Text
from zhishu.panel import panel_of
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.recipe import Recipe, Step
from zhishu.registry import method
from zhishu.score.pipeline import score_panel
from zhishu.weigh.spread.improved_vector import improved_vector

ORACLE = Path(__file__).parents[2].parent / "shared" / "method" / "oracle"
WITH_FILES = pytest.mark.skipif(not ORACLE.is_dir(), reason=f"the outside oracle files are not at {ORACLE}")

RAW = np.array([[100, 50, 10], [60, 80, 20], [40, 35, 30], [20, 40, 50], [0, 30, 40]], dtype=float)
SIGNS = (1, 1, -1)
NORMALISED = np.array([[1, 0.4, 1], [0.6, 1, 0.75], [0.4, 0.1, 0.5], [0.2, 0.2, 0], [0, 0, 0.25]])
SQUARED_DISTANCES = (Fraction(54, 25), Fraction(281, 100), Fraction(15, 8))
ANGLES = (0.663686908743, 0.807719626658, 0.615479708670)
WEIGHTS = {
    "distance": (0.325491548754, 0.371249605781, 0.303258845465),
    "closeness": (0.349480026374, 0.255261510999, 0.395258462627),
    "ideal_point": (0.342385635887, 0.263186111571, 0.394428252542),
    "angle": (0.318027353254, 0.387045354749, 0.294927291997),
}
SCORES = {
    "distance": (0.777250236531, 0.793988669132, 0.318951002812, 0.139348230907, 0.075814711366),
    "closeness": (0.846843093401, 0.761393373794, 0.362947392963, 0.120948307475, 0.098814615657),
    "ideal_point": (0.842088333057, 0.764438682510, 0.360486991783, 0.121114349492, 0.098607063135),
    "angle": (0.767772787151, 0.799057235699, 0.313379122775, 0.141014541601, 0.073731822999),
}
# Groups A = {i1, i2}, B = {i3}, a parent's column not re-scaled: weights of i1, i2, A, B, then the scores.
NESTED = {
    "distance": (
        (0.467162800181, 0.532837199819, 0.462036365728, 0.537963634272),
        (0.852285902003, 0.779170610472, 0.379939314429, 0.092407273146, 0.134490908568),
    ),
    "closeness": (
        (0.577899821289, 0.422100178711, 0.572071899085, 0.427928100915),
        (0.855117009496, 0.760777875473, 0.370351314840, 0.114414379817, 0.106982025229),
    ),
    "ideal_point": (
        (0.565392354125, 0.434607645875, 0.613031614303, 0.386968385697),
        (0.840143063956, 0.764616548550, 0.358768370548, 0.122606322861, 0.096742096424),
    ),
    "angle": (
        (0.451056110446, 0.548943889554, 0.523102028788, 0.476897971212),
        (0.827707802610, 0.786396160608, 0.361543698426, 0.104620405758, 0.119224492803),
    ),
}
FILE_NAMES = {
    "distance": ("improved_vector", {"reading": "distance"}),
    "closeness": ("improved_vector", {"reading": "closeness"}),
    "ideal_qp": ("improved_vector", {"reading": "ideal_point"}),
    "angle": ("improved_vector", {"reading": "angle"}),
    "equal": ("equal", {}),
}


def directions(signs: tuple[int, ...]) -> list[Direction]:
    """Return a positive or negative direction per sign."""
    return [Direction("positive" if sign > 0 else "negative") for sign in signs]


def framework(groups: dict[str, tuple[str, ...]], signs: tuple[int, ...] = SIGNS) -> Framework:
    """Return a framework of two layers: group → its indicators, with the directions of `signs`."""
    leaves = [leaf for members in groups.values() for leaf in members]
    ways = dict(zip(leaves, directions(signs), strict=True))
    nodes = [Node("index", Text("", ""), None, tuple(groups))]
    for group, members in groups.items():
        nodes.append(Node(group, Text("", ""), "index", members))
        nodes += [Node(leaf, Text("", ""), group, direction=ways[leaf]) for leaf in members]
    return Framework(tuple(nodes))


def scored(weigh: Step, groups: dict[str, tuple[str, ...]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return weights, effective weights and index scores of the worked example."""
    steps = (Step("normalise", "minmax"), weigh, Step("aggregate", "arithmetic"), Step("rank", "by_score"))
    panel = panel_of("city", RAW[None], regions=tuple("abcde"), indicators=("i1", "i2", "i3"), years=(2023,))
    found = score_panel(panel, framework(groups), Recipe(steps))
    return found.weights[0], found.effective[0], found.scores[0, :, 0]


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one file of the outside oracle."""
    with (ORACLE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_printed_min_max_formulas_give_the_worked_columns() -> None:
    """Positive (x - min) / (max - min) and negative (max - x) / (max - min), exactly."""
    assert np.array_equal(minmax(RAW, compile_directions(directions(SIGNS))), NORMALISED)


def test_the_distances_are_the_exact_fractions() -> None:
    """The weights of `distance` are the roots of 54/25, 281/100 and 15/8 over their sum."""
    roots = np.sqrt([float(fraction) for fraction in SQUARED_DISTANCES])
    assert improved_vector(NORMALISED) == pytest.approx(roots / roots.sum(), abs=1e-14)


def test_the_ideal_point_weights_are_the_exact_fractions() -> None:
    """The weights of `ideal_point` are 35125, 27000 and 40464 parts of 102589."""
    exact = np.array([35125, 27000, 40464]) / 102589
    assert improved_vector(NORMALISED, reading="ideal_point") == pytest.approx(exact, abs=1e-14)


def test_the_angles_are_the_worked_angles() -> None:
    """The weights of `angle` are the worked angles over their sum."""
    assert improved_vector(NORMALISED, reading="angle") == pytest.approx(
        np.array(ANGLES) / sum(ANGLES), abs=1e-11
    )


@pytest.mark.parametrize("reading", WEIGHTS)
def test_every_reading_gives_the_worked_weights(reading: str) -> None:
    """The four readings on the worked example, to 1e-9."""
    assert improved_vector(NORMALISED, reading=reading) == pytest.approx(WEIGHTS[reading], abs=1e-9)
    what = f"5 regions × 3 indicators, reading `{reading}`: weights, scores, one group and nested"
    note = "the report prints no formula: an example of our own for each reading, in exact fractions or roots"
    record(Agreement("weigh", "improved_vector", BY_HAND, "", what, 1e-9, holds=True, note=note))


@pytest.mark.parametrize("levels", ["nested", "flat"])
@pytest.mark.parametrize("reading", SCORES)
def test_one_group_gives_the_worked_scores(reading: str, levels: str) -> None:
    """With all indicators in one group, nested and flat are the same and give the worked scores."""
    weigh = Step("weigh", "improved_vector", {"reading": reading, "levels": levels})
    assert scored(weigh, {"all": ("i1", "i2", "i3")})[2] == pytest.approx(SCORES[reading], abs=1e-9)


@pytest.mark.parametrize("reading", NESTED)
def test_nested_groups_give_the_worked_weights_and_scores(reading: str) -> None:
    """Weights of each group from its own columns, the parent's column its score, not re-scaled."""
    weights, effective, scores = scored(
        Step("weigh", "improved_vector", {"reading": reading}), {"A": ("i1", "i2"), "B": ("i3",)}
    )
    i1, i2, a, b = NESTED[reading][0]
    # Nodes in depth-first order: index, A, i1, i2, B, i3.
    assert weights == pytest.approx([1, a, i1, i2, b, 1], abs=1e-9)
    assert effective == pytest.approx([1, a, a * i1, a * i2, b, b], abs=1e-9)
    assert scores == pytest.approx(NESTED[reading][1], abs=1e-9)


def test_the_example_separates_the_two_families_of_readings() -> None:
    """Distance and angle put R2 before R1, closeness and ideal point R1 before R2."""
    first = {name: int(np.argmax(NORMALISED @ improved_vector(NORMALISED, reading=name))) for name in WEIGHTS}
    assert first == {"distance": 1, "angle": 1, "closeness": 0, "ideal_point": 0}


@WITH_FILES
def test_all_rows_of_the_outside_weights_and_scores_agree() -> None:
    """weights.csv and scores.csv of the outside oracle, for the readings and equal weights."""
    compared = 0
    for row in rows("weights.csv"):
        if row["method"] in FILE_NAMES:
            name, options = FILE_NAMES[row["method"]]
            weights = method("weigh", name).function(NORMALISED, **options)
            outside = [float(line["score"]) for line in rows("scores.csv") if line["method"] == row["method"]]
            assert weights == pytest.approx([float(row[key]) for key in ("i1", "i2", "i3")], abs=1e-9)
            assert NORMALISED @ weights == pytest.approx(outside, abs=1e-9)
            compared += 1
    assert compared == len(FILE_NAMES)


@WITH_FILES
def test_all_edge_cases_of_the_outside_oracle_agree() -> None:
    """edge_input.csv through min–max gives its normalised column, and edge_weights.csv by every method."""
    compared = 0
    for row in rows("edge_weights.csv"):
        if row["method"] in FILE_NAMES:
            raw, expected, signs = edge_case(row["case"])
            x = minmax(raw, compile_directions(directions(signs)))
            name, options = FILE_NAMES[row["method"]]
            weights = method("weigh", name).function(x, **options)
            assert x == pytest.approx(expected, abs=1e-11, nan_ok=True), row
            assert weights == pytest.approx([float(item) for item in row["weights"].split()], abs=1e-9), row
            compared += 1
    assert compared == 10 * (len(FILE_NAMES) - 1)  # the file has no rows of the angle


def edge_case(case: str) -> tuple[np.ndarray, np.ndarray, tuple[int, ...]]:
    """Return raw and normalised values (regions, indicators) and the signs of one edge case."""
    lines = [line for line in rows("edge_input.csv") if line["case"] == case]
    indicators = list(dict.fromkeys(line["indicator"] for line in lines))
    columns = [[line for line in lines if line["indicator"] == indicator] for indicator in indicators]
    raw, normalised = (
        np.array([[float(line[key] or "nan") for line in column] for column in columns]).T
        for key in ("raw", "normalised")
    )
    return raw, normalised, tuple(int(column[0]["sign"]) for column in columns)


@WITH_FILES
def test_all_nested_rows_of_the_outside_oracle_agree() -> None:
    """nested.csv without re-scaling between levels, for the readings and equal weights."""
    compared = 0
    for row in rows("nested.csv"):
        if row["rescale_between_levels"] == "0" and row["method"] in FILE_NAMES:
            name, options = FILE_NAMES[row["method"]]
            weights, _, scores = scored(Step("weigh", name, options), {"A": ("i1", "i2"), "B": ("i3",)})
            expected = [float(row[key]) for key in ("w_A", "w_i1_in_A", "w_i2_in_A", "w_B")]
            assert weights[[1, 2, 3, 4]] == pytest.approx(expected, abs=1e-9)
            assert scores == pytest.approx(
                [float(row[f"score_R{region}"]) for region in range(1, 6)], abs=1e-9
            )
            compared += 1
    assert compared == len(FILE_NAMES)
