"""Weightings from people: tables read, contradictions refused, panels joined."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.judged.best_worst import best_worst, solve_best_worst
from zhishu.weigh.judged.experts import budget_allocation, panel_spread, precedence_chart
from zhishu.weigh.judged.hierarchy import ahp, fuzzy_ahp
from zhishu.weigh.judged.judgments import comparison_matrices
from zhishu.weigh.judged.priorities import consistency

X = np.zeros((2, 5, 3))
IDS = ("a", "b", "c")
CIRCLE = {"a": {"b": 5, "c": "1/5"}, "b": {"c": 5}}
TWO_EXPERTS = {
    "a / b": {"Li": 2, "Wu": 4},
    "c / a": {"Li": "1/4", "Wu": "1/8"},
    "b/c": {"Li": 2, "Wu": 2},
}


def test_weights_are_the_same_for_every_draw() -> None:
    """People judged once, whatever the data."""
    found = ahp(X, IDS, comparisons={"a": {"b": 2, "c": 4}, "b": {"c": 2}})
    assert found.shape == (2, 3)
    assert (found[0] == found[1]).all()


def test_the_two_layouts_of_comparisons_are_one() -> None:
    """A matrix by id, and pairs in either order with fractions."""
    matrix = comparison_matrices({"a": {"b": 2, "c": 4}, "b": {"c": 2}}, IDS)
    pairs = comparison_matrices({label: {"Li": row["Li"]} for label, row in TWO_EXPERTS.items()}, IDS)
    assert matrix.tolist() == pairs.tolist()
    assert matrix[0] * matrix[0].T == pytest.approx(np.ones((3, 3)))


def test_one_table_serves_several_groups() -> None:
    """Pairs about other ids are left aside."""
    table = {**TWO_EXPERTS, "x / y": {"Zhao": 3}}
    assert comparison_matrices(table, IDS).shape == (2, 3, 3)
    assert comparison_matrices(table, ("x", "y")).tolist() == [[[1, 3], [1 / 3, 1]]]


@pytest.mark.parametrize(
    ("table", "match"),
    [
        ({"a": {"b": 2}}, "missing"),
        ({"a": {"b": 2, "c": 3}, "b": {"a": 2, "c": 1}}, "contradict"),
        ({"a / b": {"Li": 2}, "a": {"c": 3}}, "layouts"),
        ({}, "missing"),
        ({"a": {"b": "1/0", "c": 1}, "b": {"c": 1}}, "not above 0"),
    ],
)
def test_comparisons_that_cannot_be_used_are_an_error(table: dict[str, dict[str, float]], match: str) -> None:
    """What is missing or contradicts is named."""
    with pytest.raises(MethodError, match=match):
        ahp(X, IDS, comparisons=table)


def test_a_contradictory_matrix_is_refused_unless_accepted() -> None:
    """The ratio that was seen stands in the message."""
    with pytest.raises(MethodError, match="contradict") as error:
        ahp(X, IDS, comparisons=CIRCLE)
    assert "consistency ratio" in str(error.value.seen)
    assert ahp(X, IDS, comparisons=CIRCLE, limit=None)[0] == pytest.approx([1 / 3] * 3)


def test_experts_are_joined_by_judgments_or_priorities() -> None:
    """Consistent experts give the same both ways: the geometric mean, over its sum."""
    means = np.array([(4 / 7 * 8 / 11) ** 0.5, (2 / 7 * 2 / 11) ** 0.5, (1 / 7 * 1 / 11) ** 0.5])
    for aggregate in ("judgments", "priorities"):
        found = ahp(X, IDS, comparisons=TWO_EXPERTS, aggregate=aggregate)
        assert found[0] == pytest.approx(means / means.sum(), rel=1e-9)


def test_two_elements_cannot_contradict_each_other_and_many_have_a_random_index() -> None:
    """Ratio 0 below three; beyond fifteen a regression stands for the table."""
    assert consistency(np.array([[1.0, 9.0], [1 / 9, 1.0]])).ratio == 0
    weights = np.arange(1.0, 17.0)
    assert consistency(weights[:, None] / weights).ratio == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("variant", ["buckley", "chang"])
def test_fuzzy_weights_follow_the_judgments(variant: str) -> None:
    """In their order, sum 1; without fuzziness Buckley's are the geometric means'."""
    table = {"a": {"b": 2, "c": 4}, "b": {"c": 2}}
    found = fuzzy_ahp(X, IDS, comparisons=table, variant=variant)[0]
    assert found.sum() == pytest.approx(1)
    assert found[0] > found[1] > found[2]
    crisp = fuzzy_ahp(X, IDS, comparisons=table, spread=0.0)[0]
    assert crisp == pytest.approx([4 / 7, 2 / 7, 1 / 7])


def test_extent_analysis_may_give_nothing_to_the_weakest() -> None:
    """Triangles that do not meet have the possibility 0: the known weakness, so not the default."""
    table = {"a": {"b": 9, "c": 9}, "b": {"c": 1}}
    assert fuzzy_ahp(X, IDS, comparisons=table, variant="chang", spread=0.5)[0].tolist() == [1, 0, 0]


def test_a_panel_s_budget_is_averaged_and_its_spread_known() -> None:
    """Means of shares; Kendall's W is 1 for experts who rank alike and 0 for two who rank against."""
    panel = {"Li": {"a": 60, "b": 30, "c": 10}, "Wu": {"a": 40, "b": 35, "c": 25}}
    assert budget_allocation(X, IDS, allocations=panel)[0] == pytest.approx([0.5, 0.325, 0.175])
    spread = panel_spread(np.array([[60.0, 30, 10], [40, 35, 25]]))
    assert spread.concordance == pytest.approx(1)
    assert spread.deviation == pytest.approx(np.array([0.2, 0.05, 0.15]) / 2**0.5)
    assert panel_spread(np.array([[60.0, 30, 10], [10, 30, 60]])).concordance == pytest.approx(0)
    assert np.isnan(panel_spread(np.array([[60.0, 40.0]])).concordance)


@pytest.mark.parametrize(
    "row", [{"a": 60, "b": 30, "c": 20}, {"a": 130, "b": -30, "c": 0}, {"a": 60, "b": 40}]
)
def test_points_that_are_no_budget_are_an_error(row: dict[str, float]) -> None:
    """The sum, the sign and completeness are checked expert by expert."""
    with pytest.raises(MethodError):
        budget_allocation(X, IDS, allocations={"Wu": row})


def test_any_sum_may_be_allowed_and_medians_taken() -> None:
    """`budget: null` takes shares of what each expert gave."""
    panel = {"Li": {"a": 2, "b": 1, "c": 1}, "Wu": {"a": 1, "b": 1, "c": 2}, "Yu": {"a": 2, "b": 1, "c": 1}}
    found = budget_allocation(X, IDS, allocations=panel, budget=None, average="median")[0]
    assert found == pytest.approx([0.5, 0.25, 0.25])


def test_the_precedence_chart_counts_who_comes_before_whom() -> None:
    """Rows of the chart over their sum, with and without the diagonal."""
    ratings = {"Li": {"a": 3, "b": 2, "c": 1}}
    assert precedence_chart(X, IDS, ratings=ratings)[0] == pytest.approx([5 / 9, 3 / 9, 1 / 9])
    assert precedence_chart(X, IDS, ratings=ratings, own=0)[0] == pytest.approx([2 / 3, 1 / 3, 0])


def test_consistent_best_worst_comparisons_are_given_back() -> None:
    """Both models return w, and every ratio is 0."""
    for model in ("linear", "nonlinear"):
        found = solve_best_worst(np.array([1.0, 2, 4]), np.array([4.0, 2, 1]), model=model)
        assert found.weights == pytest.approx([4 / 7, 2 / 7, 1 / 7])
        assert found.deviation == pytest.approx(0, abs=1e-9)
        assert found.input_ratio == 0


def test_the_intervals_of_the_nonlinear_model_hold_its_weights() -> None:
    """Comparisons that many weights fit equally well."""
    found = solve_best_worst(np.array([2.0, 1, 4, 3, 8]), np.array([4.0, 8, 4, 2, 1]), model="nonlinear")
    assert found.deviation == pytest.approx(1)
    assert (found.low < found.weights).all()
    assert (found.weights < found.high).all()


@pytest.mark.parametrize(
    ("over", "under"),
    [
        ({"Li": {"a": 2, "b": 2, "c": 4}}, {"Li": {"a": 4, "b": 2, "c": 1}}),
        ({"Li": {"a": 1, "b": 2, "c": 4}}, {"Li": {"a": 5, "b": 2, "c": 1}}),
        ({"Li": {"a": 1, "b": 2, "c": 4}, "Wu": {"a": 1, "b": 2, "c": 4}}, {"Li": {"a": 4, "b": 2, "c": 1}}),
    ],
)
def test_best_worst_tables_that_do_not_fit_are_an_error(
    over: dict[str, dict[str, float]], under: dict[str, dict[str, float]]
) -> None:
    """No best column; two answers for best over worst; other experts."""
    with pytest.raises(MethodError):
        best_worst(X, IDS, best_to_others=over, others_to_worst=under)


def test_contradictory_best_worst_comparisons_can_be_refused() -> None:
    """By the input-based ratio."""
    tables = {
        "best_to_others": {"Li": {"a": 1, "b": 8, "c": 8}},
        "others_to_worst": {"Li": {"a": 8, "b": 8, "c": 1}},
    }
    assert best_worst(X, IDS, **tables).shape == (2, 3)
    with pytest.raises(MethodError, match="contradict"):
        best_worst(X, IDS, **tables, limit=0.3)
