"""What a step says of one level of regions holds there and nowhere else, in scores and in what is published."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

import numpy as np
import openpyxl
import pytest
import yaml

from zhishu.errors import EditionError, MethodError
from zhishu.publish.findings import Findings
from zhishu.publish.kinds import make
from zhishu.publish.workbook import workbook_xlsx
from zhishu.recipe import Recipe, Step

if TYPE_CHECKING:
    from zhishu.result import Result

NAMES = {"town": {"zh": "城镇", "en": "Towns"}, "county": {"zh": "县", "en": "Counties"}}
SCORED = (
    {"step": "normalise"},
    {"step": "weigh", "method": "equal"},
    {"step": "aggregate", "scale": 100},
    {"step": "rank"},
)
Steps = Callable[..., "Result"]


@pytest.fixture
def built(tmp_path: Path) -> Steps:
    """Return a builder of results of ten towns and six counties from the last steps of a recipe."""

    def build(*last: dict[str, Any]) -> Result:
        import zhishu

        rng = np.random.default_rng(2)
        for level, count in (("town", 10), ("county", 6)):
            rows = rng.random((count, 2)).round(3)
            lines = [f"{level} {at},{x},{y}" for at, (x, y) in enumerate(rows.tolist())]
            (tmp_path / f"{level}.csv").write_text("region,x,y\n" + "\n".join(lines) + "\n", encoding="utf-8")
        edition = {
            "index": {"id": "small", "name": {"zh": "小指数", "en": "Small index"}, "edition": 2024},
            "levels": {level: {"name": name, "regions": "from panel"} for level, name in NAMES.items()},
            "sources": {
                level: {"file": f"{level}.csv", "panel": "wide", "level": level, "region": "region"}
                for level in NAMES
            },
            "framework": [{"id": "x"}, {"id": "y"}],
            "recipe": [*(step for step in SCORED if step["step"] != last[0]["step"]), *last],
        }
        text = yaml.safe_dump(edition, allow_unicode=True, sort_keys=False)
        (tmp_path / "edition.yaml").write_text(text, encoding="utf-8")
        return zhishu.load(tmp_path).build()

    return build


def sizes(result: Result, level: str) -> list[int]:
    """Return how many regions are in each tier, the first first."""
    tiers = result.table("tiers")
    return tiers[tiers.level == level].tier.value_counts().sort_index().tolist()


def test_cuts_differ_between_levels(built: Steps) -> None:
    """Ten towns by the step's cuts, six counties by their own; below the last of each is no tier."""
    result = built({"step": "tiers", "cuts": [2, 5], "by_level": {"county": {"cuts": [1]}}})
    assert sizes(result, "town") == [2, 3, 5]
    assert sizes(result, "county") == [1, 5]
    findings = Findings(result)
    assert {tier.name.en for tier in findings.level("town").tiers} == {"Tier 1", "Tier 2", "Other"}
    assert {tier.name.en for tier in findings.level("county").tiers} == {"Tier 1", "Other"}


def test_a_level_may_have_another_method(built: Steps) -> None:
    """Natural breaks for counties, without the cuts of the step."""
    named = {"county": {"method": "natural_breaks", "k": 3}}
    result = built({"step": "tiers", "method": "rank_cuts", "cuts": [2, 5], "by_level": named})
    assert len(sizes(result, "county")) == 3
    assert sizes(result, "town") == [2, 3, 5]
    sheet = make(Findings(result), "table", "method", {}, where="a test")
    rows = {row[0].en: row for row in sheet.data.rows}
    assert rows["Tiers (Counties)"][1].en == "Natural breaks"
    assert rows["Tiers (Counties)"][3] == "k: 3"


def test_clusters_have_a_number_of_their_own_at_each_level(built: Steps) -> None:
    """What the step says for all levels, the columns compared, stays; the sentence names the level's method."""
    named = {"county": {"method": "k_means", "count": 2}}
    result = built({"step": "clusters", "of": "index", "count": 4, "by_level": named})
    clusters = result.table("clusters")
    assert clusters.groupby("level").cluster.max().to_dict() == {"county": 2, "town": 4}
    findings = Findings(result)
    notes = {
        level: make(findings, "table", "clusters", {"level": level}, where="a test").note.en
        for level in NAMES
    }
    assert notes["county"].startswith("Clustered by the index alone: K-means")
    assert notes["town"].startswith("Clustered by the index alone: hierarchical")


def test_the_workbook_cuts_each_level_by_its_own(built: Steps) -> None:
    """The yellow cells and the formulas on them."""
    result = built({"step": "tiers", "cuts": [2, 5], "by_level": {"county": {"cuts": [1]}}})
    with catch_warnings():
        simplefilter("ignore", UserWarning)  # it drops data bars and says so
        book = openpyxl.load_workbook(BytesIO(workbook_xlsx(result)))
    assert [cell.value for cell in book["城镇-梯队"][4]][2:4] == [2, 5]
    assert [cell.value for cell in book["县-梯队"][4]][2:4] == [1, None]
    assert 'CHOOSE(E5,"第一梯队","其余")' in book["县-梯队"]["F5"].value


@pytest.mark.parametrize(
    ("named", "what"),
    [
        ({"village": {"cuts": [1]}}, "no level 'village'"),
        ({"county": {"cut": [1]}}, "no option 'cut'"),
        ({"county": {"by_level": {}}}, "no option 'by_level'"),
        ({"county": {"method": "natural_breaks", "cuts": [1]}}, "no option 'cuts'"),
        ({"county": {"method": "breaks"}}, "no method 'breaks'"),
        ({"county": {"cuts": "all"}}, "cuts"),
        ({"county": 3}, "mapping"),
    ],
)
def test_what_a_level_cannot_have_is_refused_with_its_place(
    built: Steps, named: dict[str, Any], what: str
) -> None:
    """A level, an option or a method that there is not, and what is no mapping."""
    with pytest.raises((EditionError, MethodError), match=what) as caught:
        built({"step": "tiers", "by_level": named})
    assert "recipe" in str(caught.value.where)


def test_other_steps_have_no_levels(built: Steps) -> None:
    """Scores are made the same way at every level."""
    with pytest.raises(EditionError, match="by_level"):
        built({"step": "rank", "by_level": {"town": {"ties": "min"}}})


def test_a_recipe_at_a_level_no_longer_speaks_of_levels() -> None:
    """Options of the method stay with the method, those of the step in any case; other steps are untouched."""
    named = {"a": {"method": "k_means"}, "b": {"count": 5}}
    step = Step("clusters", "hierarchical", {"of": "index", "linkage": "single", "by_level": named})
    recipe = Recipe((Step("rank", "by_score"), step))
    assert recipe.at_level("a").first("clusters") == Step("clusters", "k_means", {"of": "index"})
    own = {"of": "index", "linkage": "single", "count": 5}
    assert recipe.at_level("b").first("clusters") == Step("clusters", "hierarchical", own)
    assert recipe.at_level("c").first("clusters") == Step(
        "clusters", "hierarchical", {"of": "index", "linkage": "single"}
    )
    assert recipe.at_level("a").first("rank") == recipe.first("rank")
