"""The method in words."""

from __future__ import annotations

import pytest

from zhishu.framework import Text
from zhishu.publish.method import FORMULAS, READINGS, method_sentence, weighting_note
from zhishu.recipe import Recipe, Step
from zhishu.weigh.spread import improved_vector

LEVELS = (Text("省份", "Provinces"), Text("城市", "Cities"))


@pytest.mark.parametrize("reading", improved_vector.READINGS)
def test_every_reading_is_named_with_its_formula(reading: str) -> None:
    """The note names the reading, gives its formula, and says that the published formula is open."""
    note = weighting_note(Recipe((Step("weigh", "improved_vector", {"reading": reading}),)))
    assert note is not None
    for said in (note.zh, note.en):
        assert reading in said
        assert FORMULAS[reading].replace(" ", "\u00a0") in said
    assert "解读" in note.zh
    assert "open" in note.en


def test_every_reading_of_the_method_has_its_words() -> None:
    """A reading that the method knows cannot lack its sentence."""
    assert set(READINGS) == set(FORMULAS) == set(improved_vector.READINGS)


def test_other_weightings_need_no_note() -> None:
    """Equal weights are what they are."""
    assert weighting_note(Recipe((Step("weigh", "equal"),))) is None


def test_sentence_tells_the_steps_of_the_recipe() -> None:
    """Normalisation, weighting, aggregation, ties and the separate levels are all in the sentence."""
    steps = (
        Step("normalise", "minmax"),
        Step("weigh", "improved_vector", {"levels": "flat"}),
        Step("aggregate", "arithmetic", {"scale": 100}),
        Step("rank", "by_score", {"ties": "average"}),
    )
    said = method_sentence(Recipe(steps), LEVELS)
    assert all(
        part in said.zh for part in ("极差正规化", "改进向量法", "0–100", "平均名次", "省份、城市分别")
    )
    assert all(part in said.en for part in ("min–max", "once over all indicators", "0–100", "mean rank"))


@pytest.mark.parametrize(
    "apart", [{"by_node": {"index": {"method": "equal"}}}, {"by_depth": [None, {"method": "equal"}]}], ids=str
)
def test_sentence_says_that_groups_have_methods_of_their_own(apart: dict[str, object]) -> None:
    """By name or by their level of the framework."""
    said = method_sentence(Recipe((Step("weigh", "improved_vector", apart),)), LEVELS)
    assert "个别组另有规定" in said.zh
    assert "some groups by other rules" in said.en
    assert "另有规定" not in method_sentence(Recipe(()), LEVELS).zh


def test_empty_recipe_is_told_as_the_defaults_that_run() -> None:
    """What a recipe leaves out is told as what the build then does, for one level without a last clause."""
    said = method_sentence(Recipe(()), LEVELS[:1])
    assert "改进向量法" in said.zh
    assert "separately" not in said.en
    assert weighting_note(Recipe(())) is not None


@pytest.mark.parametrize(
    ("normalise", "zh", "en"),
    [
        (Step("normalise", "own_base"), "，乘以 100；", ", times 100;"),
        (Step("normalise", "minmax", {"to": [1, 100]}), "，乘以 100；", ", times 100;"),
        (Step("normalise", "distance_to_max"), "，以 0–100 分表示；", ", shown on 0–100;"),
        (
            Step("normalise", "minmax", {"by_indicator": {"x": {"method": "annual_change", "first": 0}}}),
            "换算为可比数值，个别指标另有规定；",
            "comparable by min–max, some by other methods;",
        ),
    ],
)
def test_scale_is_a_full_score_only_of_values_up_to_1(normalise: Step, zh: str, en: str) -> None:
    """Others are multiplied by it; indicators with a method of their own are told of."""
    said = method_sentence(Recipe((normalise, Step("aggregate", "arithmetic", {"scale": 100}))), LEVELS[:1])
    assert zh in said.zh
    assert en in said.en
