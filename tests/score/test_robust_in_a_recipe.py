"""Whom regions are compared with, as a recipe says it: from a file, by measures beside the framework."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zhishu.errors import EditionError, MethodError
from zhishu.panel import panel_of
from zhishu.prepare.columns import Background
from zhishu.recipe import Recipe, Step
from zhishu.registry import resolve
from zhishu.score.aggregators.programmes.peers import peers_of
from zhishu.score.aggregators.programmes.robust_benefit import robust_benefit
from zhishu.score.pipeline import score_panel, score_values
from zhishu.score.plan import compile_plan
from zhishu.weigh.envelopment.bandwidths import cross_validated_bandwidths

TREE = {"x": None, "y": None}
VALUES = np.random.default_rng(8).uniform(1, 9, (2, 5, 2))
REGIONS, YEARS = tuple("ABCDE"), (2022, 2023)
PEOPLE = np.array([[5.0, 6, 7, 20, 30], [5, 9, 9, 20, 22]])
TEXT = "region,neighbour\nA,B\nA,E\nB,A\nB,C\nC,B\nC,D\nD,C\nD,E\nE,\nother level,A\n"
NEAR = {"A": ["B", "E"], "B": ["A", "C"], "C": ["B", "D"], "D": ["C", "E"], "E": []}
HALF = np.array([0.5, 0.5])


def recipe(**options: Any) -> Recipe:
    aggregate = Step("aggregate", "robust_benefit", {"sample": 3, **options})
    return Recipe((Step("normalise", "none"), Step("weigh", "equal"), aggregate, Step("rank", "by_score")))


def index(framework_of, folder: Path, **options: Any) -> np.ndarray:
    """Return the index of every year and region."""
    panel = panel_of("city", VALUES, regions=REGIONS, indicators=("x", "y"), years=YEARS)
    found = score_panel(
        panel, framework_of(TREE), recipe(**options), folder=folder, measures={"people": PEOPLE}
    )
    return found.scores[..., 0]


def test_neighbours_stand_in_a_file_or_in_the_recipe(tmp_path: Path, framework_of) -> None:
    """One row for each pair; both come to the same."""
    (tmp_path / "near.csv").write_text(TEXT, encoding="utf-8")
    inline, filed = (index(framework_of, tmp_path, neighbours=one) for one in (NEAR, {"file": "near.csv"}))
    assert np.array_equal(inline, filed)
    assert np.array_equal(filed, robust_benefit(VALUES, HALF, sample=3, regions=REGIONS, neighbours=NEAR))
    assert (filed[:, 4] == 1).all()


def test_conditions_of_each_year(tmp_path: Path, framework_of) -> None:
    """A measure beside the framework, without a bandwidth."""
    found = index(framework_of, tmp_path, given={"people": None})
    for year in range(2):
        alone = robust_benefit(
            VALUES[year], HALF, sample=3, measures={"people": PEOPLE[year]}, given={"people": None}
        )
        assert found[year] == pytest.approx(alone, rel=1e-14)


def test_draws_of_uncertainty_and_regions_left_out(framework_of) -> None:
    """A batch of drawn panels; without a region, its neighbours have one less."""
    plan = compile_plan(framework_of(TREE), recipe(neighbours=NEAR, given={"people": 10}))
    background = Background(REGIONS, YEARS, {}, {"people": PEOPLE})
    draws = np.stack([VALUES, VALUES**1.1, VALUES[:, ::-1]])
    batch = score_values(draws, plan, background).scores
    assert np.array_equal(batch[2], score_values(draws[2], plan, background).scores)
    fewer = Background(REGIONS[1:], YEARS, {}, {"people": PEOPLE[:, 1:]})
    without = score_values(VALUES[:, 1:], plan, fewer).scores[..., 0]
    kept = {code: [other for other in near if other != "A"] for code, near in NEAR.items()}
    expected = robust_benefit(
        VALUES[:, 1:],
        HALF,
        sample=3,
        regions=REGIONS[1:],
        measures=dict(fewer.measures),
        neighbours=kept,
        given={"people": 10},
    )
    assert np.array_equal(without, expected)


@pytest.mark.parametrize(
    ("options", "kind", "what"),
    [
        ({"neighbours": {"A": "B"}}, EditionError, "'neighbours' has a value that is not allowed"),
        ({"neighbours": {"file": "gone.csv"}}, EditionError, "gone.csv"),
        ({"given": {"people": -1}}, EditionError, "'given' has a value that is not allowed"),
        ({"given": {"peopel": 1}}, MethodError, "no measure 'peopel'"),
        ({"nearest": 2}, MethodError, "go together"),
        ({"direction": [1, 2, 3]}, MethodError, "direction"),
    ],
)
def test_faults_are_said(tmp_path: Path, framework_of, options: dict, kind: type, what: str) -> None:
    """Before or while scoring, each with one clear error."""
    with pytest.raises(kind) as error:
        index(framework_of, tmp_path, **options)
    assert what in f"{error.value}{error.value.seen}"


@pytest.mark.parametrize("criterion", ["least_squares", "likelihood"])
def test_bandwidths_that_cross_validation_finds(framework_of, tmp_path: Path, criterion: str) -> None:
    """Each year's own, as if their numbers had been written; draws of the doubt share them."""
    found = index(framework_of, tmp_path, given={"people": criterion})
    wide = cross_validated_bandwidths(PEOPLE[..., None], criterion)[..., 0]
    for year in range(2):
        people = {"people": PEOPLE[year]}
        alone = robust_benefit(
            VALUES[year], HALF, sample=3, measures=people, given={"people": float(wide[year])}
        )
        assert found[year] == pytest.approx(alone, abs=1e-12)
    plan = compile_plan(framework_of(TREE), recipe(given={"people": criterion}))
    draws = np.stack([VALUES, VALUES + 1.0])
    background = Background(REGIONS, YEARS, {}, {"people": PEOPLE})
    assert score_values(draws, plan, background).scores[0, ..., 0] == pytest.approx(found, abs=1e-12)


def test_measures_with_the_same_criterion_are_taken_together() -> None:
    """The density is that of both; a number beside them stays."""
    first, second = np.random.default_rng(2).random((2, 1, 9))
    measures = {"a": first, "b": second, "c": first**2}
    asked = peers_of((), measures, given={"a": "likelihood", "b": "likelihood", "c": 0.8})
    wide = cross_validated_bandwidths(np.stack([first, second], axis=-1), "likelihood")[0]
    given = {"a": float(wide[0]), "b": float(wide[1]), "c": 0.8}
    assert asked == pytest.approx(peers_of((), measures, given=given), abs=1e-12)
    with pytest.raises(EditionError, match="not allowed"):
        resolve(Step("aggregate", "robust_benefit", {"given": {"a": "normal"}}))


def test_a_measure_that_does_not_vary_and_a_single_region() -> None:
    """All regions are alike; one is compared with itself."""
    same = peers_of((), {"a": np.full((1, 4), 3.0)}, given={"a": "least_squares"})
    assert same == pytest.approx(np.full((1, 4, 4), 0.25))
    assert peers_of((), {"a": np.array([[3.0]])}, given={"a": "likelihood"}).tolist() == [[[1.0]]]
