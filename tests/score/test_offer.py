"""What an aggregator gets when it asks for more than columns and weights."""

from __future__ import annotations

import numpy as np

from zhishu.prepare.columns import Background
from zhishu.recipe import Recipe, Step
from zhishu.score.offer import aggregator_offers
from zhishu.score.plan import compile_plan

TREE = {"a": {"x": None, "y": None}, "z": None}
BACKGROUND = Background(("r1", "r2"), (2022, 2023), {}, {"people": np.array([[1.0, 2.0], [3.0, 4.0]])})


def offers(framework_of, *asked: str, seed: int = 0) -> dict:
    steps = (
        Step("normalise", "minmax"),
        Step("weigh", "equal"),
        Step("aggregate", "arithmetic", {"seed": seed}),
    )
    plan = compile_plan(framework_of(TREE), Recipe((*steps, Step("rank", "by_score"))))
    return aggregator_offers(plan, BACKGROUND, plan.tree.ids.index("a"), asked)


def test_an_aggregator_gets_what_it_asks_for_and_nothing_else(framework_of) -> None:
    """Members of the group, regions, years and measures; a name that is not on offer stays away."""
    found = offers(framework_of, "members", "regions", "years", "measures", "weights")
    assert found == {
        "members": ("x", "y"),
        "regions": BACKGROUND.regions,
        "years": BACKGROUND.years,
        "measures": BACKGROUND.measures,
    }
    assert offers(framework_of) == {}


def test_the_generator_follows_the_seed_of_the_step_and_begins_anew_each_time(framework_of) -> None:
    """Seed 0 is a seed like any other; two groups draw the same."""
    zero = [offers(framework_of, "generator")["generator"].random(3).tolist() for _ in range(2)]
    one = offers(framework_of, "generator", seed=1)["generator"].random(3).tolist()
    assert zero[0] == zero[1] == np.random.default_rng(0).random(3).tolist()
    assert one == np.random.default_rng(1).random(3).tolist()
