"""Robust benefit of the doubt: against all alike, along a direction, among neighbours, under like conditions."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.programmes.robust_benefit import robust_benefit
from zhishu.weigh.envelopment import order_m
from zhishu.weigh.envelopment.order_m import robust_scores

CODES = tuple("abcde")
X = np.random.default_rng(3).uniform(1, 9, (2, 5, 3))
HALF = np.array([0.5, 0.3, 0.2])
RING = {code: [CODES[place - 1], CODES[(place + 1) % 5]] for place, code in enumerate(CODES)}
MEASURES = {
    "height": np.array([[1.0, 2, 3, 5, 9], [4, 4, 4, 2, 2]]),
    "lon": np.array([[0.0, 1, 2, 3, 4]] * 2),
    "lat": np.zeros((2, 5)),
    "class": np.array([[1.0, 1, 2, 2, 3]] * 2),
}


def by_every_sample(x: np.ndarray, chances: np.ndarray, sample: int, direction: np.ndarray) -> np.ndarray:
    """Return the scores by adding up every ordered sample with its probability."""
    scores = []
    for own, chance in zip(x, chances, strict=True):
        surpass = (x / (own * direction)).min(axis=1)
        drawn = [list(each) for each in product(range(len(x)), repeat=sample)]
        scores.append(1 / sum(chance[each].prod() * surpass[each].max() for each in drawn))
    return np.array(scores)


@pytest.mark.parametrize("sample", [1, 2, 4])
def test_the_expectation_over_every_sample(sample: int) -> None:
    """Any probabilities, any direction."""
    chances = np.random.default_rng(sample).dirichlet(np.ones(5), 5)
    direction = [1.0, 0.5, 2.0]
    found = robust_scores(X[0], sample=sample, direction=direction, peers=chances)
    assert found == pytest.approx(by_every_sample(X[0], chances, sample, np.array(direction)), rel=1e-12)
    alike = np.full((5, 5), 0.2)
    assert robust_scores(X, sample=sample, peers=alike) == pytest.approx(robust_scores(X, sample=sample))


def test_a_column_without_direction_sets_no_limit() -> None:
    """As if it were not there; a longer direction is harder on everyone."""
    without = robust_benefit(X[0][:, :2], HALF[:2])
    assert robust_benefit(X[0], HALF, direction=[1, 1, 0]) == pytest.approx(without, rel=1e-14)
    twice = robust_benefit(X[0], HALF, direction=[2, 2, 2])
    assert twice == pytest.approx(2 * robust_benefit(X[0], HALF), rel=1e-14)
    for direction in ([1, 1], [0, 0, 0], [1, -1, 1]):
        with pytest.raises(MethodError, match="direction"):
            robust_benefit(X[0], HALF, direction=direction)


def test_a_direction_of_constant_columns_alone() -> None:
    """All are equal in them: each surpasses each as far as the direction says."""
    x = X[0].copy()
    x[:, 0] = 5.0
    assert robust_benefit(x, HALF, direction=[2, 0, 0]) == pytest.approx([2] * 5)


OPTIONS = [
    {"neighbours": RING},
    {"nearest": 2, "places": ["lon", "lat"]},
    {"nearest": 1, "places": ["lon", "height"], "distance": "plain"},
    {"given": {"height": None}},
    {"given": {"height": 3.0, "lon": None}, "given_ordered": {"class": 0.4}},
    {"given": {"height": 3.0}, "neighbours": dict.fromkeys(CODES, CODES)},
]


@pytest.mark.parametrize("options", OPTIONS)
def test_peers_follow_a_shuffled_table_and_each_member_of_a_batch(options: dict) -> None:
    """Draws × years × regions: what each year's table gives alone."""
    draws = np.stack([X, X**2 / 9])
    found = robust_benefit(draws, HALF, regions=CODES, measures=MEASURES, sample=3, **options)
    assert found.shape == (2, 2, 5)
    order = [3, 1, 4, 0, 2]
    for year in range(2):
        ones = {name: values[[year]] for name, values in MEASURES.items()}
        alone = robust_benefit(draws[1, year], HALF, regions=CODES, measures=ones, sample=3, **options)
        assert np.array_equal(alone, found[1, year])
        turned = robust_benefit(
            draws[1, year][order],
            HALF,
            regions=[CODES[place] for place in order],
            measures={name: values[:, order] for name, values in ones.items()},
            sample=3,
            **options,
        )
        assert turned == pytest.approx(alone[order], rel=1e-13)
    assert not np.allclose(found, robust_benefit(draws, HALF, sample=3))


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little is held at once."""
    whole = robust_benefit(X, HALF, regions=CODES, measures=MEASURES, given={"height": None})
    monkeypatch.setattr(order_m, "_CELLS", 7)
    assert np.array_equal(
        robust_benefit(X, HALF, regions=CODES, measures=MEASURES, given={"height": None}), whole
    )


def test_equal_regions_under_equal_conditions_tie_exactly() -> None:
    """Wherever they stand, with peers by measures too."""
    x = np.concatenate([X[0], X[0][::-1]])
    height = np.concatenate([MEASURES["height"][0], MEASURES["height"][0][::-1]])[None]
    found = robust_benefit(x, HALF, measures={"height": height}, given={"height": 5.0})
    assert np.array_equal(found, found[::-1])


def test_a_region_alone_scores_1_and_an_infinite_score_is_refused() -> None:
    """Without peers it is its own; with peers that reach nothing of it there is no number."""
    island = {**RING, "c": []}
    assert robust_benefit(X[0], HALF, regions=CODES, neighbours=island)[2] == 1
    x = X[0].copy()
    x[[1, 4], 0] = 0.0
    with pytest.raises(MethodError, match="none of which reaches") as error:
        robust_benefit(x, HALF, regions=CODES, neighbours=RING)
    assert error.value.where == "region 1 of 5"
    x[0] = 0.0
    x[2:4, 0] = 0.0
    assert robust_benefit(x, HALF, regions=CODES, neighbours=RING)[0] == 0


def test_peers_of_another_shape_are_refused() -> None:
    """Another number of years, or of regions."""
    for peers in (np.ones((3, 5, 5)) / 5, np.ones((4, 4)) / 4):
        with pytest.raises(MethodError, match="do not fit the values"):
            robust_scores(X, peers=peers)


def test_a_column_in_which_all_draw_level_is_left_out() -> None:
    """And with it what a region had there: a rise to the others' value may so cost points."""
    behind, level = np.array([[1.0, 5.95], [5.95, 10.9]]), np.array([[1.0, 10.9], [5.95, 10.9]])
    half = np.full(2, 0.5)
    assert robust_benefit(level, half).tolist() == robust_benefit(level[:, :1], np.ones(1)).tolist()
    assert robust_benefit(level, half)[0] < robust_benefit(behind, half)[0]
