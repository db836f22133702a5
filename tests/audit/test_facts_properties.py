"""What holds of facts for any scores and values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zhishu.audit.fact_language import Target
from zhishu.audit.facts import check_facts, read_facts
from zhishu.panel import panel_of
from zhishu.score.ranks import rank

if TYPE_CHECKING:
    from zhishu.audit.facts import Fact
    from zhishu.result import Result

SCORES = arrays(np.float64, (1, 6, 6), elements=st.floats(0, 100, allow_subnormal=False))
VALUES = arrays(np.float64, (1, 6, 3), elements=st.integers(0, 10_000).map(float))


def _with_scores(result: Result, scores: np.ndarray) -> Result:
    town = replace(result.levels["town"], scores=scores, ranks=rank(scores, axis=1))
    return replace(result, levels={**result.levels, "town": town})


def _rank_facts(result: Result) -> tuple[Fact, ...]:
    """Return the facts that state every town's rank at every node as the result has it."""
    ranks, town = result.levels["town"].ranks, result.levels["town"].panel
    stated = []
    for fact in read_facts(result.edition):
        place = float(
            ranks[0, town.names.index(fact.region), result.edition.framework.ids.index(fact.measure)]
        )
        stated.append(replace(fact, value=f"{place:.0f}", target=Target(place, place)))
    return tuple(stated)


@given(scores=SCORES)
def test_ranks_written_from_a_result_hold_on_it(scores: np.ndarray, shared_result: Result) -> None:
    """A ledger that states the ranks of a result is true of that result."""
    result = _with_scores(shared_result, scores)
    assert all(check.holds for check in check_facts(result, _rank_facts(result)))


@given(scores=SCORES, first=st.integers(0, 5), second=st.integers(0, 5), node=st.integers(0, 5))
def test_a_swap_of_two_scores_is_found(
    scores: np.ndarray, first: int, second: int, node: int, shared_result: Result
) -> None:
    """Once two regions exchange unequal scores of a node, exactly the ranks of those two fail."""
    facts = _rank_facts(_with_scores(shared_result, scores))
    swapped = scores.copy()
    swapped[0, [first, second], node] = scores[0, [second, first], node]
    failing = [check for check in check_facts(_with_scores(shared_result, swapped), facts) if not check.holds]
    differ = scores[0, first, node] != scores[0, second, node]
    assert len(failing) == (2 if differ else 0)


@given(scores=SCORES, order=st.permutations(range(6)))
def test_the_order_of_regions_changes_no_verdict(
    scores: np.ndarray, order: list[int], shared_result: Result
) -> None:
    """Facts are about regions, wherever these stand in the result."""
    result = _with_scores(shared_result, scores)
    town = result.levels["town"]
    panel = panel_of(
        "town",
        town.panel.values[:, order],
        regions=tuple(town.panel.regions[at] for at in order),
        names=tuple(town.panel.names[at] for at in order),
        indicators=town.panel.indicators,
        years=town.panel.years,
    )
    moved = replace(town, panel=panel, scores=town.scores[:, order], ranks=town.ranks[:, order])
    other = replace(result, levels={**result.levels, "town": moved})
    facts = read_facts(result.edition)
    verdicts = [check.holds for check in check_facts(result, facts)]
    assert verdicts == [check.holds for check in check_facts(other, facts)]


@given(values=VALUES, digits=st.integers(0, 3))
def test_a_share_as_printed_holds_and_one_digit_further_fails(
    values: np.ndarray, digits: int, shared_result: Result
) -> None:
    """A share rounded to its printed digits holds within half a unit of the last; the next number does not."""
    total = values[0, :, 0].sum()
    if not total:
        values[0, 0, 0] = total = 1.0
    town = shared_result.levels["town"]
    panel = replace(town.panel, values=values, status=np.zeros(values.shape, dtype=np.uint8))
    result = replace(shared_result, levels={**shared_result.levels, "town": replace(town, panel=panel)})
    printed = float(np.round(100.0 * values[0, 0, 0] / total, digits))
    template = replace(
        next(f for f in read_facts(result.edition) if f.id == "Arden-firms"), relation="share", unit="%"
    )
    unit = 10.0**-digits
    near = replace(template, target=Target(printed, printed), tolerance=unit / 2)
    far = replace(template, target=Target(printed + 1.01 * unit, printed + 1.01 * unit), tolerance=unit / 2)
    assert [check.holds for check in check_facts(result, (near, far))] == [True, False]
