"""What holds for every kind of claim on any result, the degenerate ones among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhishu.publish.claims import find_claims, profile_of
from zhishu.publish.claims.certainty import order_of
from zhishu.publish.claims.claim import PLACEHOLDER
from zhishu.publish.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

OPTIONS: dict[str, dict[str, Any]] = {
    "seats": {"grouping": "coast"},
    "group_order": {"grouping": "coast"},
    "polarisation": {"grouping": "coast"},
    "group_totals": {"grouping": "coast", "measure": "firms"},
    "agreement": {"node": "size"},
    "comparison": {"regions": ["A", "B"]},
    "share": {"measure": "firms", "regions": ["A"]},
    "in_range": {"measure": "firms", "low": 1},
    **{kind: {"measure": "firms"} for kind in ("concentration", "coverage", "top_list", "total")},
}
NEEDS_RECORDS = {"composition"}
ROWS = {"A": (9, 8, 1, 2), "B": (7, 9, 3, 3), "C": (5, 1, 9, 9), "D": (0, 0, 0, 0)}
STATES = {
    "plain": ROWS,
    "tied": dict.fromkeys("ABC", (4, 4, 4, 4)),
    "single": {"A": (1, 2, 3, 4)},
    "two": {"A": (1, 2, 3, 4), "B": (4, 3, 2, 1)},
    "zero": dict.fromkeys("ABC", (0, 0, 0, 0)),
    "negative": {"A": (-1, -2, -3, -4), "B": (-4, -3, -2, -1), "C": (-9, -9, -9, -9)},
    "years": {2023: ROWS, 2024: {**ROWS, "D": (10, 10, 10, 10)}},
}


def wanted() -> list[dict[str, Any]]:
    """Return every kind that needs no records, with what it needs at the level of towns."""
    return [
        {"kind": kind, "level": "town", **OPTIONS.get(kind, {})}
        for kind in KINDS["claim"]
        if kind not in NEEDS_RECORDS
    ]


def assert_whole(claims: Any) -> None:
    """Both sentences are whole, and every number has evidence of the claim."""
    for claim in claims:
        proofs = {proof.id for proof in claim.evidence}
        for language in ("zh", "en"):
            sentence = claim.said.plain(language)
            assert not PLACEHOLDER.search(sentence), claim.id
            assert not re.search(r"\bnan\b|\binf\b|—", sentence), (claim.id, sentence)
        for span in (*claim.said.zh, *claim.said.en):
            assert not re.search(r"\d", span.text) or span.evidence in proofs, (claim.id, span)


@pytest.mark.parametrize("state", STATES)
def test_degenerate_results(small: Callable[..., Any], state: str) -> None:
    """Every kind says something whole or nothing at all, with single regions, ties, zeros and negative values."""
    rows = STATES[state]
    groups = {"Sea": ["A"]} if state == "single" else {"Sea": ["A"], "Land": ["B"]}
    findings = small(rows, groups=groups, cuts=(1,), normalise="none")
    options = [one for one in wanted() if state != "single" or one["kind"] != "comparison"]
    assert_whole(find_claims(findings, options))
    assert_whole(profile_of(findings, "town", "A").claims)


def test_region_without_a_rank(small: Callable[..., Any]) -> None:
    """A region whose scores are missing takes part in no claim about ranks."""
    findings = small(ROWS, groups={"Sea": ["A", "D"], "Land": ["B", "C"]}, cuts=(1,), draws=20)
    level = findings.level("town")
    for array in (level.found.ranks, level.found.scores, level.found.normalised):
        array[:, 3] = np.nan
    claims = find_claims(findings, wanted())
    assert_whole(claims)
    ranked = [claim for claim in claims if claim.kind in {"top", "seats", "leader", "neighbours", "balance"}]
    assert all("D" not in str(claim.values.values()) for claim in ranked)


def test_nothing_is_sure_without_draws(small: Callable[..., Any]) -> None:
    """No sentence speaks of draws, probabilities or of what cannot be told apart where nothing was drawn."""
    for claim in find_claims(small(ROWS, groups={"Sea": ["A"], "Land": ["B"]}, cuts=(1,)), wanted()):
        assert not re.search(r"draws|told apart|ahead of", claim.said.plain("en")), claim.id
        assert not re.search(r"概率|抽样|难分|领先于", claim.said.plain("zh")), claim.id


rows = st.lists(st.tuples(*[st.integers(0, 5)] * 4), min_size=2, max_size=6)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, top=st.integers(1, 6), sure=st.floats(0.5, 1.0))
def test_counts_and_verdicts(small: Callable[..., Any], rows: Any, top: int, sure: float) -> None:
    """Seats sum to the regions at the top, and a verdict is what the share of draws allows."""
    towns = dict(zip("ABCDEF", rows, strict=False))
    names = list(towns)
    findings = small(towns, groups={"Sea": names[::2], "Land": names[1::2]}, normalise="none", draws=20)
    level = findings.level("town")
    assert_whole(find_claims(findings, wanted()))
    (seats,) = find_claims(findings, [{"kind": "seats", "level": "town", "grouping": "coast", "top": top}])
    assert seats.values["Sea"] + seats.values["Land"] == len(level.leading(top)) == seats.values["there"]
    for claim in find_claims(
        findings, [{"kind": "comparison", "level": "town", "regions": names[:2], "sure": sure}]
    ):
        one, other = level.row(claim.values["one"]), level.row(claim.values["other"])
        assert level.ranks[one, 0] <= level.ranks[other, 0]
        ahead = level.ranks[one, 0] < level.ranks[other, 0] and level.ahead[one, other] >= sure - 1e-9
        assert claim.values["verdict"] == ("ahead" if ahead else "alike")
        assert order_of(level, other, one, sure=sure).verdict == "alike"
