"""The example: claims equal what the report of 2023 printed, and every number what its tables hold."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zhishu import example as example_folder
from zhishu.publish.claims import find_claims, pinned_claims, profile_of, read_pins
from zhishu.publish.claims.claim import PLACEHOLDER
from zhishu.publish.kinds import KINDS

LEDGER = (Path(example_folder()) / "facts.csv").read_text(encoding="utf-8-sig")
FACTS = {row["id"]: row for row in csv.DictReader(LEDGER.splitlines())}
WANTED: tuple[dict[str, Any], ...] = (
    *(
        {"kind": kind, "level": level}
        for kind in (
            "advice", "agreement", "balance", "certainty", "changes", "leader", "leaders", "median", "neighbours",
            "shared_leaders", "standouts", "tier_gaps", "tiers", "top",
        )
        for level in ("province", "city")
        if kind != "agreement"
    ),
    *({"kind": "agreement", "level": "city", "node": node} for node in ("level", "innovation", "environment")),
    *({"kind": "seats", "level": "city", "grouping": "parts", "node": node} for node in ("", "level", "innovation")),
    *({"kind": kind, "level": "city", "grouping": "circles"} for kind in ("polarisation", "group_order", "advice")),
    {"kind": "group_totals", "level": "city", "grouping": "parts", "measure": "policies"},
    *(
        {"kind": kind, "level": "city", "measure": measure}
        for kind in ("top_list", "coverage", "concentration", "total", "median")
        for measure in ("patents", "listed_value", "associations", "agencies", "operating_exchanges")
    ),
    {"kind": "in_range", "level": "city", "measure": "associations", "low": 40, "high": 60},
    {"kind": "share", "level": "city", "measure": "patents", "regions": ["北京"], "country": "prefecture"},
    {"kind": "comparison", "level": "city", "regions": ["武汉", "苏州"]},
    {"kind": "ties", "level": "city", "node": "associations"},
    {"kind": "composition", "level": "city", "region": "北京", "measure": "market_entities", "by": "district"},
    {"kind": "composition", "level": "city", "region": "北京", "measure": "unicorn_firms", "by": "industry"},
)  # fmt: skip


@pytest.fixture(scope="module")
def claims(example: Any, clustered: Any, moved: Any) -> tuple[Any, ...]:
    """Return many claims of every kind, the pinned ones, those of three profiles, and of what changed."""
    profiles = [profile_of(example, "city", region) for region in ("北京市", "苏州市", "三亚市")]
    return (
        *find_claims(example, WANTED),
        *find_claims(clustered, [{"kind": "clusters", "level": level} for level in ("province", "city")]),
        *find_claims(moved, [{"kind": "change_parts", "level": "town"}]),
        *pinned_claims(example),
        *(claim for profile in profiles for claim in profile.claims),
    )


def test_every_kind_is_tried(claims: tuple[Any, ...]) -> None:
    """No kind of claim is left out of these tests."""
    assert set(KINDS["claim"]) <= {claim.kind for claim in claims}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sentences_are_whole(claims: tuple[Any, ...], language: str) -> None:
    """No placeholder is left, no missing number is said, and every sentence ends as one."""
    for claim in claims:
        sentence = claim.said.plain(language)
        assert not PLACEHOLDER.search(sentence), claim.id
        assert not re.search(r"\bnan\b|\binf\b|\bNone\b|—|  ", sentence), (claim.id, sentence)
        assert sentence.endswith("。" if language == "zh" else "."), (claim.id, sentence)
        assert not re.search(r"[，。；：、][，。；、]|, ,|\(\)|（）", sentence), (claim.id, sentence)


def test_chinese_uses_chinese_punctuation(claims: tuple[Any, ...]) -> None:
    """Chinese sentences have no comma, bracket or colon of another script."""
    for claim in claims:
        bare = re.sub(r"\d,\d", "", claim.said.plain("zh"))
        assert not re.search(r"[,;:()]", bare), (claim.id, bare)


def test_numbers_have_evidence(claims: tuple[Any, ...]) -> None:
    """Every piece with a digit leads to evidence of the claim, which has cells and says where they stand."""
    for claim in claims:
        proofs = {proof.id: proof for proof in claim.evidence}
        assert len(proofs) == len(claim.evidence), claim.id
        for span in (*claim.said.zh, *claim.said.en):
            assert not span.evidence or span.evidence in proofs, (claim.id, span)
            if re.search(r"\d", span.text):
                assert span.evidence, (claim.id, span)
        for proof in claim.evidence:
            assert proof.where is not None
            assert all(len(row) == len(proof.data.columns) for row in proof.data.rows)
            assert proof.counted is None or proof.records is not None
            assert proof.records is None or len(proof.records.rows) <= 10


def test_records_are_those_behind_the_count(example: Any) -> None:
    """The number of records behind a count is the count."""
    (claim,) = find_claims(
        example, [{"kind": "top_list", "level": "city", "measure": "listed_firms", "top": 3}]
    )
    beijing = next(proof for proof in claim.evidence if proof.id == claim.parts["北京"].evidence)
    assert beijing.counted == claim.values["北京"] == 292
    listed = [column.id for column in beijing.records.columns].index("is_listed")
    assert {row[listed].en for row in beijing.records.rows} == {"yes"}


def test_pinned_claims_hold(example: Any) -> None:
    """Every sentence that the example pins still holds."""
    assert len(pinned_claims(example)) == len(read_pins(example.edition)) >= 50


@pytest.mark.parametrize(
    ("node", "facts"),
    [
        ("", {"东部": None, "西部": "F203"}),
        ("level", {"东部": "F337", "中部": "F338", "西部": "F339"}),
        ("innovation", {"东部": "F425", "中部": "F426", "西部": "F427", "东北部": "F428"}),
        ("environment", {"东部": "F473", "中部": "F474", "西部": "F475"}),
    ],
)
def test_seats_of_cities_as_printed(example: Any, node: str, facts: dict[str, str | None]) -> None:
    """The seats of the parts of the country in the top 15 cities are the printed ones."""
    (claim,) = find_claims(example, [{"kind": "seats", "level": "city", "grouping": "parts", "node": node}])
    for group, fact in facts.items():
        if fact:
            assert claim.values[group] == int(FACTS[fact]["value"])
    assert sum(claim.values[group] for group in ("东部", "中部", "西部", "东北部")) == 15


def test_seats_of_provinces_as_printed(example: Any) -> None:
    """8, 3, 3 and 1, as the report prints."""
    (claim,) = find_claims(example, [{"kind": "seats", "level": "province", "grouping": "parts"}])
    printed = {"东部": "F102", "中部": "F108", "西部": "F112", "东北部": "F117"}
    assert {group: claim.values[group] for group in printed} == {
        group: int(FACTS[fact]["value"]) for group, fact in printed.items()
    }


def test_shares_equal_the_tables(example: Any) -> None:
    """Shares are recomputed from out/tables/panel.csv by pandas."""
    panel = example.result.table("panel")
    cities = panel[(panel.level == "prefecture") & (panel.indicator == "patents")].set_index("name").value
    (claim,) = find_claims(
        example, [{"kind": "concentration", "level": "city", "measure": "patents", "country": "prefecture"}]
    )
    top = cities.sort_values(ascending=False).head(4)
    assert claim.values["share"] == pytest.approx(top.sum() / cities.sum() * 100)
    assert claim.values["hhi"] == pytest.approx(((cities / cities.sum() * 100) ** 2).sum())
    assert {f"{name}市" for name in claim.values["regions"]} == set(top.index)


def test_gaps_equal_the_tables(example: Any) -> None:
    """The lead and the gaps between tiers are recomputed from out/tables/scores.csv."""
    scores = example.result.table("scores")
    total = (
        scores[(scores.level == "city") & (scores.node == "china-big-data")]
        .sort_values("rank")
        .score.to_numpy()
    )
    (leader,) = find_claims(example, [{"kind": "leader", "level": "city"}])
    gaps = find_claims(example, [{"kind": "tier_gaps", "level": "city"}])
    assert leader.values["lead"] == pytest.approx(total[0] - total[1])
    assert [gap.values["gap"] for gap in gaps] == pytest.approx(
        [total[at - 1] - total[at] for at in (5, 13, 20)]
    )


def test_probabilities_equal_the_tables(example: Any) -> None:
    """Who is surely ahead is recomputed from out/tables/pairwise.csv."""
    pairs = example.result.uncertainty.table("pairwise")
    pairs = pairs[pairs.level == "city"]
    if "node" in pairs:
        pairs = pairs[pairs.node == "china-big-data"]
    shares = {
        (row.name_, row.other_name): row.ahead for row in pairs.rename(columns={"name": "name_"}).itertuples()
    }
    (claim,) = find_claims(example, [{"kind": "neighbours", "level": "city", "top": 15}])
    level = example.level("city")
    names = [level.names[row].full.zh for row in level.leading(15)]
    apart = [max(shares.get(pair, 0), 0) >= 0.9 for pair in pairwise(names)]
    assert claim.values["apart"] == sum(apart)


def test_weakest_neighbours_are_not_put_in_order(example: Any) -> None:
    """Suzhou and Wuhan, a tenth of a point apart, cannot be told apart."""
    (claim,) = find_claims(example, [{"kind": "comparison", "level": "city", "regions": ["苏州", "武汉"]}])
    assert claim.values["verdict"] == "alike"
    assert claim.said.plain("zh").startswith("总指数方面，苏州与武汉难分先后")


def test_circles_equal_the_scores(example: Any) -> None:
    """The coefficient of variation of a circle is recomputed from the scores of its cities."""
    scores = example.result.table("scores")
    members = set(example.groups("circles")["京津冀"])
    inside = scores[
        (scores.level == "city") & (scores.node == "china-big-data") & scores.region.isin(members)
    ].score
    (claim,) = find_claims(
        example, [{"kind": "polarisation", "level": "city", "grouping": "circles", "group": "京津冀"}]
    )
    assert claim.values["variation"] == pytest.approx(inside.std(ddof=0) / inside.mean())
    top = np.sort(inside.to_numpy())[::-1]
    assert claim.values["ratio"] == pytest.approx(top[0] / top[1])


def test_same_claims_twice(example: Any) -> None:
    """The same findings give the same sentences and the same evidence."""
    first, second = (find_claims(example, WANTED[:12]) for _ in range(2))
    assert first == second
