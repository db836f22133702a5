"""COMET: interpolation between characteristic objects, and the three ways in which they are judged."""

from __future__ import annotations

from itertools import combinations, pairwise, product
from pathlib import Path

import numpy as np
import pytest

from zhishu.errors import EditionError, MethodError
from zhishu.recipe import Recipe, Step
from zhishu.score.aggregators.judged import comet as module
from zhishu.score.aggregators.judged.comet import comet
from zhishu.score.aggregators.judged.judged_pairs import judgement_matrix, triad_consistency
from zhishu.score.aggregators.judged.objects import by_judgements, characteristic_values, preferences
from zhishu.score.plan import compile_plan

W = np.array([0.5, 0.3, 0.2])
X = np.random.default_rng(8).random((12, 3))
GRID = {name: [0.0, 0.5, 1.0] for name in "abc"}


def by_the_definition(x: np.ndarray, levels: list[np.ndarray], placed: np.ndarray) -> list[float]:
    """Return the sum over all rules of preference times the product of triangular memberships."""
    scores = []
    for region in x:
        members = [np.array([np.interp(own, level, one) for one in np.eye(len(level))])
                   for own, level in zip(region, levels, strict=True)]  # fmt: skip
        rules = np.array([np.prod(rule) for rule in product(*members)])
        scores.append(float((rules * placed).sum()))
    return scores


@pytest.mark.parametrize("values", [2, 3, 5, "mean"])
def test_every_rule_has_its_part(values: int | str) -> None:
    """Against triangular memberships written out, with a weighted sum as expert."""
    levels = [level[0] for level in characteristic_values(X[None], values)]
    objects = np.array(list(product(*levels)))
    wanted = by_the_definition(X, levels, preferences(objects @ W))
    assert comet(X, W, values=values) == pytest.approx(wanted, abs=1e-12)


def test_an_object_gets_its_own_preference() -> None:
    """At a characteristic object nothing else has a part, and the best and the worst are 1 and 0."""
    objects = np.array(list(product([0.0, 0.5, 1.0], repeat=3)))
    found = comet(objects, W, tuple("abc"), values=GRID)
    assert found == pytest.approx(preferences(objects @ W), abs=1e-15)
    assert (found[0], found[-1]) == (0.0, 1.0)


def test_given_values_may_differ_from_column_to_column() -> None:
    """In number and in distance, by id, an empty cell left out."""
    values = {"c": [0.0, 1.0, None], "a": [0.0, 0.2, 0.9, 1.0], "b": [-1.0, 2.0]}
    levels = [np.array([one for one in values[name] if one is not None]) for name in "abc"]
    objects = np.array(list(product(*levels)))
    wanted = by_the_definition(X, levels, preferences(objects @ W))
    assert comet(X, W, tuple("abc"), values=values) == pytest.approx(wanted, abs=1e-12)


def test_what_is_given_does_not_depend_on_who_is_there() -> None:
    """With given values and the experts' own order, a region's score is its own: no rank is reversed."""
    whole = comet(X, W, tuple("abc"), values=GRID)
    assert np.array_equal(comet(X[:4], W, tuple("abc"), values=GRID), whole[:4])


def test_objects_level_up_to_rounding_are_level() -> None:
    """0.1 + 0.2 and 0.3 share a place: eleven distinct sums, so a sum of 0.3 is at 0.3."""
    x = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0] * 4, [1.0] * 4])
    found = comet(x, np.array([0.1, 0.2, 0.3, 0.4]), values=2)
    assert found.tolist() == pytest.approx([0.3, 0.3, 0.0, 1.0], abs=1e-15)


def test_a_column_that_tells_nobody_apart_changes_nothing() -> None:
    """Neither one of equal values nor one that weighs nothing; where none does, 0.5."""
    more = np.column_stack([X, np.full(12, 7.0)])
    weights = np.append(W, 0.0)
    assert comet(more, np.append(0.6 * W, 0.4)) == pytest.approx(comet(X, W), abs=1e-12)
    assert comet(np.column_stack([X, X[::-1, 0]]), weights) == pytest.approx(comet(X, W), abs=1e-12)
    assert comet(np.full((3, 2), 0.4), np.array([0.5, 0.5])).tolist() == [0.5] * 3
    assert comet(X[:1], W).tolist() == [0.5]


def test_blocks_of_draws_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does the shape of the batch, nor weights that are drawn where values are not."""
    draws = np.random.default_rng(1).random((2, 3, 6, 3))
    weights = np.random.default_rng(2).random((2, 3, 3))
    whole = comet(draws, weights, experts=[{"method": "topsis"}])
    monkeypatch.setattr(module, "CELLS", 100)
    assert np.array_equal(comet(draws, weights, experts=[{"method": "topsis"}]), whole)
    assert comet(X, weights).shape == (2, 3, 12)
    assert np.array_equal(comet(X, weights)[1, 2], comet(X, weights[1, 2]))


def test_several_experts_decide_by_majority() -> None:
    """Three of which two agree throughout; and one expert three times over."""
    two = [{"method": "arithmetic"}, {"method": "topsis"}, {"method": "arithmetic"}]
    assert comet(X, W, experts=two) == pytest.approx(comet(X, W), abs=1e-15)
    assert comet(X, W, experts=two[1:2] * 3) == pytest.approx(comet(X, W, experts=two[1:2]), abs=1e-15)


def test_an_expert_who_draws_draws_the_same_for_every_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the generator of the step, whose state it leaves as it was."""
    x, weights = np.random.default_rng(1).random((3, 5, 3)), np.full(3, 1 / 3)
    experts = ({"method": "robust_directional_benefit", "draws": 5, "sample": 4},)
    generator = np.random.default_rng(0)
    found = comet(x, weights, generator=generator, experts=experts)
    assert generator.bit_generator.state == np.random.default_rng(0).bit_generator.state
    monkeypatch.setattr(module, "CELLS", 1)
    assert comet(x, weights, generator=generator, experts=experts).tolist() == found.tolist()
    assert found.min() < found.max()


def test_an_expert_who_sees_no_difference_leaves_it_to_the_other() -> None:
    """To the product, whatever has a 0 is level."""
    experts = [{"method": "geometric"}, {"method": "arithmetic"}]
    x = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    assert comet(x, np.array([0.6, 0.4]), values=2, experts=experts).tolist() == [0.0, 2 / 3, 1 / 3, 1.0]


def test_expected_points_are_judged_by_distance() -> None:
    """The best object is the one at the point; with two points, the nearer counts."""
    points = {"one": {"a": 0.25, "b": 0.75, "c": 0.5}, "two": {"a": 1.0, "b": 0.0, "c": 0.0}}
    x = np.vstack([X, [[0.25, 0.75, 0.5], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]])
    found = comet(x, W, tuple("abc"), values="points", points=points)
    assert found[12:14].tolist() == [1.0, 1.0]
    assert found[:12].max() < 1.0
    levels = [level[0] for level in characteristic_values(x[None], "points", points=np.array(
        [list(point.values()) for point in points.values()]))]  # fmt: skip
    objects = np.array(list(product(*levels)))
    nearest = np.min([np.sqrt((W * (objects - list(point.values())) ** 2).sum(axis=1))
                      for point in points.values()], axis=0)  # fmt: skip
    assert found == pytest.approx(by_the_definition(x, levels, preferences(-nearest)), abs=1e-12)


def test_a_point_beyond_the_data_counts_as_the_nearest_end() -> None:
    """Its characteristic value is the end, its distance is its own."""
    x = np.array([[0.0], [0.5], [1.0]])
    found = comet(x, np.ones(1), ("a",), values="points", points={"p": {"a": 3.0}})
    assert found.tolist() == [0.0, 0.5, 1.0]


def test_judgements_of_an_expert() -> None:
    """Six objects; the pairs that dominance decides are left out, and one of it is contradicted."""
    values = {"price": [0.0, 500.0, 1000.0], "profit": [1.0, 5.0]}
    judgements = {"1-2 / 2-1": 1, "1-2 / 3-1": 0.5, "2-2 / 3-1": 1}
    levels = [np.array([[0.0, 500.0, 1000.0]]), np.array([[1.0, 5.0]])]
    # Sums: 1-1 0.5; 1-2 1/2 + 1 + 1 + 1/2 = 3; 2-1 1.5; 2-2 4.5; 3-1 0.5 + 1 + 1 + 0.5 = 3; 3-2 5.5.
    assert by_judgements(levels, judgements)[0].tolist() == [0.0, 0.5, 0.25, 0.75, 0.5, 1.0]
    x = np.array([[500.0, 3.0], [250.0, 5.0]])
    found = comet(x, np.array([0.5, 0.5]), ("price", "profit"), values=values, judgements=judgements)
    assert found.tolist() == [0.5, 0.625]
    turned = by_judgements(levels, {**judgements, "2-1 / 1-1": 0.5})
    assert turned[0, 0] == pytest.approx(0.0)
    assert turned[0, 2] < 0.25


def transitive(matrix: np.ndarray, three: tuple[int, ...]) -> bool:
    """Whether some order of three objects, ties allowed, gives their judgements."""
    return any(
        all(matrix[a, b] == 0.5 + 0.5 * np.sign(place[x] - place[y])
            for (x, a), (y, b) in product(enumerate(three), repeat=2))
        for place in product(range(3), repeat=3)
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_the_consistency_of_judgements(seed: int) -> None:
    """Against every triad and every order of three; the judgements of an order are consistent."""
    size = 9
    upper = np.triu(np.random.default_rng(seed).choice([0.0, 0.5, 1.0], (size, size)), 1)
    matrix = upper + np.tril(1.0 - upper.T, -1) + np.diag(np.full(size, 0.5))
    wanted = np.mean([transitive(matrix, three) for three in combinations(range(size), 3)])
    assert triad_consistency(matrix) == pytest.approx(wanted, abs=1e-12)
    places = np.random.default_rng(seed).integers(0, 4, size)
    assert triad_consistency(0.5 + 0.5 * np.sign(places[:, None] - places)) == 1.0
    assert triad_consistency(matrix[:2, :2]) == 1.0


def test_pairs_that_go_without_saying() -> None:
    """Twelve objects in a grid of 3 × 2 × 2: what is no lower in any column is the better one."""
    asked = {f"{a} / {b}": 1 for a, b in combinations(["-".join(map(str, one)) for one in product(
        (1, 2, 3), (1, 2), (1, 2))], 2) if incomparable(a, b)}  # fmt: skip
    matrix = judgement_matrix([3, 2, 2], asked)
    assert np.array_equal(matrix + matrix.T, np.ones((12, 12)))
    assert (matrix[-1, :-1] == 1.0).all()
    assert len(asked) < 12 * 11 // 2


@pytest.mark.parametrize("seed", range(5))
def test_an_order_of_neighbours_is_enough(seed: int) -> None:
    """Eighteen objects in an order that dominance allows, some level: seventeen judgements give all 153."""
    generator = np.random.default_rng(seed)
    objects = np.array(list(product(range(3), range(3), range(2))))
    worth = (objects @ generator.uniform(0.5, 1.5, 3)).round(0 if seed % 2 else 6)
    worth += 0.001 * objects.sum(axis=1)
    order = np.argsort(worth)
    names = ["-".join(str(place + 1) for place in one) for one in objects]
    said = {f"{names[a]} / {names[b]}": 0.5 + 0.5 * float(np.sign(worth[a] - worth[b]))
            for a, b in pairwise(order.tolist())}  # fmt: skip
    wanted = 0.5 + 0.5 * np.sign(worth[:, None] - worth)
    assert np.array_equal(judgement_matrix([3, 3, 2], said), wanted)


def test_what_contradicts_itself_does_not_follow() -> None:
    """A circle of judgements, and pairs left out that it would answer both ways: they must be said."""
    circle = {"1-1 / 3-1": 1, "1-1 / 1-2": 1, "1-2 / 2-1": 1}
    with pytest.raises(MethodError, match="lack a pair") as error:
        judgement_matrix([3, 2], circle)
    assert error.value.where == "1-2 / 3-1"
    assert np.isfinite(judgement_matrix([3, 2], {**circle, "1-2 / 3-1": 0, "2-2 / 3-1": 0})).all()


def incomparable(one: str, other: str) -> bool:
    signs = {(a > b) - (a < b) for a, b in zip(one.split("-"), other.split("-"), strict=True)} - {0}
    return len(signs) == 2


@pytest.mark.parametrize(
    ("judgements", "what"),
    [
        ({}, "lack a pair"),
        ({"1-2 / 2-1": 1, "2-1 / 1-2": 1}, "contradicts"),
        ({"1-2 / 9-1": 1}, "no pair"),
        ({"1-2": 1}, "no pair"),
    ],
)
def test_judgements_that_do_not_do(judgements: dict[str, float], what: str) -> None:
    """The first pair that lacks is named."""
    with pytest.raises(MethodError, match=what):
        comet(X[:, :2], np.array([0.5, 0.5]), values=2, judgements=judgements)


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"values": {"a": [0, 1], "b": [0, 1]}}, "do not rise|do not fit"),
        ({"values": {**GRID, "a": [0, 0, 1]}}, "do not rise"),
        ({"values": {**GRID, "a": [0.4, 1]}}, "beyond the characteristic values"),
        ({"values": "points"}, "no `points`"),
        ({"points": {"p": {"a": 1, "b": 2}}}, "lack a value"),
        ({"values": 40}, "too many"),
        ({"values": 10, "experts": [{"method": "arithmetic"}, {"method": "topsis"}]}, "too many"),
    ],
)
def test_what_is_refused(options: dict, what: str) -> None:
    """Values that do not rise or reach, points that lack a column, more objects than are scored."""
    with pytest.raises(MethodError, match=what):
        comet(X, W, tuple("abc"), **options)


def test_ten_columns_are_split_into_groups() -> None:
    """3^10 objects are too many; 3^9 are scored."""
    x = np.random.default_rng(4).random((3, 10))
    with pytest.raises(MethodError, match="too many") as error:
        comet(x, np.full(10, 0.1))
    assert "groups" in str(error.value.advice)
    assert np.isfinite(comet(x[:, :9], np.full(9, 1 / 9))).all()


def recipe(**options: object) -> Recipe:
    return Recipe(
        (
            Step("normalise", "none"),
            Step("weigh", "equal"),
            Step("aggregate", "comet", options),
            Step("rank", "by_score"),
        )
    )


def test_tables_from_files(tmp_path: Path, framework_of) -> None:
    """Values, points and judgements; a list of experts with options of their own."""
    (tmp_path / "levels.csv").write_text("id,1,2,3\nx,0,1,\ny,0,1/2,1\n", encoding="utf-8")
    (tmp_path / "points.csv").write_text("point,x,y\np,0.3,0.4\n", encoding="utf-8")
    (tmp_path / "pairs.csv").write_text("pair,judgement\n1-3 / 2-1,1\n1-2 / 2-1,1/2\n", encoding="utf-8")
    written = recipe(
        values={"file": "levels.csv"},
        points={"file": "points.csv"},
        judgements={"file": "pairs.csv"},
        experts=[{"method": "topsis", "normalisation": "vector"}, {"method": "vikor"}],
    )
    options = compile_plan(framework_of({"x": None, "y": None}), written, tmp_path).steps["aggregate"].options
    assert options["values"] == {"x": [0.0, 1.0, None], "y": [0.0, 0.5, 1.0]}
    assert options["points"] == {"p": {"x": 0.3, "y": 0.4}}
    assert options["judgements"] == {"1-3 / 2-1": 1.0, "1-2 / 2-1": 0.5}
    assert options["experts"][0] == {"method": "topsis", "normalisation": "vector", "distance": "euclidean"}
    assert options["experts"][1]["majority_weight"] == 0.5


@pytest.mark.parametrize(
    "options", [{"judgements": {"1-2 / 2-1": 0.7}}, {"experts": []}, {"values": 1}, {"points": {}}]
)
def test_what_the_schema_refuses(options: dict, framework_of) -> None:
    """Judgements are 1, 0.5 or 0."""
    with pytest.raises(EditionError):
        compile_plan(framework_of({"x": None, "y": None}), recipe(**options))


@pytest.mark.parametrize(
    ("expert", "what"),
    [
        ({"method": "neural_network", "known": "people"}, "no column 'people'"),
        ({"method": "neural_network", "known": {"a": 1, "b": 2}}, "needs the codes of the regions"),
        ({"method": "geometric_benefit", "benchmark": "a"}, "no region 'a'"),
    ],
)
def test_an_expert_who_asks_for_regions_is_refused_with_the_reason(expert: dict, what: str) -> None:
    """Characteristic objects are made up: they have neither codes nor columns beside the framework."""
    x = np.random.default_rng(0).uniform(size=(4, 2))
    with pytest.raises(MethodError, match=what) as told:
        comet(x, np.ones(2) / 2, ("x", "y"), np.random.default_rng(0), values=2, experts=[expert])
    assert f"the expert '{expert['method']}' of comet, who judges made-up regions" in str(told.value.where)
