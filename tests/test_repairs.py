"""Every kind of repair is said in Chinese and in English, neither inside the other."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import zhishu
from zhishu.edition import Column, Edition, Level, ReadyPanel, Records
from zhishu.framework import Framework, Node, Text
from zhishu.indicators.panels import read_panel
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.records.engine import open_engine
from zhishu.records.load import load_records
from zhishu.repair_words import place_of, with_names
from zhishu.score.agreement import agreement_repairs
from zhishu.score.learned import learning_repairs
from zhishu.score.passed_over import passed_over
from zhishu.score.pipeline import score_panel
from zhishu.score.plan import compile_plan
from zhishu.score.weighing import WeightFinding, weighing_repairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zhishu.errors import Repair

    Frameworks = Callable[..., Framework]

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,:;]+[A-Za-z]{2,}")
"""Two words one after the other: a name alone may stand in Chinese, a sentence may not."""
LABEL = Text("示例", "Example")
VALUES = np.array([[1.0, 10.0, 5.0], [2.0, 20.0, 4.0], [3.0, 40.0, 3.0], [4.0, 30.0, 2.0], [99.0, 50.0, 1.0]])
LEFT_OUT = Step("aggregate", "arithmetic", {"missing": "renormalise"})


def scored(frameworks: Frameworks, values: np.ndarray, *steps: Step, **more: Any) -> tuple[Repair, ...]:
    """Return the repairs of a small recipe in which steps may be put before or in place of its own."""
    own = {"normalise": "minmax", "weigh": "equal", "aggregate": "arithmetic", "rank": "by_score"}
    given = {step.step: step for step in steps}
    chain = [given.get(kind, Step(kind, method)) for kind, method in own.items()]
    recipe = Recipe((*(step for step in steps if step.step not in own), *chain))
    values = values if values.ndim == 3 else values[None]
    panel = panel_of(
        "city", values, regions=tuple("pqrst"), indicators=("x", "y", "z"), years=(2022, 2023)[: len(values)]
    )
    return score_panel(panel, frameworks({"x": None, "y": None, "z": None}), recipe, **more).repairs


def with_gaps(*cells: tuple[int, int]) -> np.ndarray:
    """Return the values without those of some rows and columns."""
    values = VALUES.copy()
    for cell in cells:
        values[cell] = np.nan
    return values


def constant(frameworks: Frameworks) -> tuple[Repair, ...]:
    """One indicator is the same for every region; another is so after normalisation alone."""
    values = VALUES.copy()
    values[:, 1] = 7.0
    return scored(frameworks, values)


def gaps(frameworks: Frameworks) -> tuple[Repair, ...]:
    """One value is missing, and all values of one region are."""
    return scored(frameworks, with_gaps((0, 1), (2, 0), (2, 1), (2, 2)), LEFT_OUT)


def no_change(frameworks: Frameworks) -> tuple[Repair, ...]:
    """The first year has no year before it; in the second all change alike."""
    return scored(frameworks, np.stack([VALUES, 2 * VALUES]), Step("normalise", "annual_change"), LEFT_OUT)


def imputed(frameworks: Frameworks) -> tuple[Repair, ...]:
    """A mean fills a gap."""
    return scored(frameworks, with_gaps((1, 1)), Step("impute", "mean"))


def treated(frameworks: Frameworks) -> tuple[Repair, ...]:
    """An outlier is pulled down to a limit."""
    return scored(frameworks, VALUES, Step("treat", "quantile_clip", {"lower": 0.2, "upper": 0.8}))


def denominated(frameworks: Frameworks) -> tuple[Repair, ...]:
    """A constant divided by its denominator still goes with it."""
    values = VALUES.copy()
    values[:, 2] = 1.0
    step = Step("denominate", "ratio", {"by": {"z": "people"}, "limit": 0.5})
    return scored(frameworks, values, step, measures={"people": np.linspace(1, 2, 5)[None]})


def lacking(frameworks: Frameworks) -> tuple[Repair, ...]:
    """Indicators and regions without all their data are reported."""
    return scored(frameworks, with_gaps((1, 1)), Step("screen", "availability", {"data": 1.0}), LEFT_OUT)


def screened(frameworks: Frameworks) -> tuple[Repair, ...]:
    """An indicator without all its data is left out."""
    options = {"data": 1.0, "drop": "indicators"}
    return scored(frameworks, with_gaps((1, 1)), Step("screen", "availability", options), LEFT_OUT)


def alike(frameworks: Frameworks) -> tuple[Repair, ...]:
    """The indicator that tells regions apart least is reported."""
    values = VALUES.copy()
    values[:, 2] = [9.9, 10.0, 10.1, 10.0, 10.0]
    return scored(frameworks, values, Step("screen", "least_deviation", {"limit": 0.05}))


def weighed(_: Frameworks) -> tuple[Repair, ...]:
    """What there is to say of weights, of every year, of one and of some."""
    found = [
        *(WeightFinding("g", "ahp", "Li", "consistency_ratio", 0.3, year) for year in (2021, 2022, 2023)),
        WeightFinding("g", "ahp", "panel", "consistency_ratio", 0.3, 2021),
        *(WeightFinding("g", "o", "x", "importance_gap", 0.1, year) for year in (2021, 2023)),
        WeightFinding("g", "u", "x", "correlation_with_factor", 0.0, 2021),
        WeightFinding("g", "u", "x", "at_floor", 0.005, 2021),
    ]
    return weighing_repairs("city", found)


def disagreeing(_: Frameworks) -> tuple[Repair, ...]:
    """Methods agree no more than by chance."""
    return agreement_repairs(
        "city", [WeightFinding("g", "combined_evaluation", "panel", "p_value", 0.5, 2023)]
    )


def learned(_: Frameworks) -> tuple[Repair, ...]:
    """A network predicts no better than the mean, another no better than a line."""
    shares = {2022: -0.1, 2023: 0.5}
    found = [
        WeightFinding("g", "neural_network", "panel", measure, value, year)
        for year, share in shares.items()
        for measure, value in {
            "left_out_error": 2.0,
            "linear_left_out_error": 1.0,
            "left_out_share": share,
        }.items()
    ]
    return learning_repairs("city", found)


def unknown(frameworks: Frameworks) -> tuple[Repair, ...]:
    """A network is given scores of codes that no region has: one alike, or many."""
    tree = frameworks({"a": {"x": None, "y": None}, "b": {"z": None, "u": None}})
    given = {"a": {"r1": 1.0, "r2": 2.0, "r19": 3.0}, "b": {f"nowhere{at}": 1.0 for at in range(40)}}
    nodes = {node: {"method": "neural_network", "known": known} for node, known in given.items()}
    steps = (
        Step("normalise", "minmax"),
        Step("weigh", "equal"),
        Step("aggregate", "arithmetic", {"by_node": nodes}),
        Step("rank", "by_score"),
    )
    return passed_over(compile_plan(tree, Recipe(steps)), "city", ("r1", "r2"))


def edition(folder: Path, **changes: Any) -> Edition:
    """Return an edition of one level and one indicator."""
    tree = Framework((Node("index", LABEL, None, ("x",)), Node("x", LABEL, "index")))
    level = Level("city", LABEL, "cities.csv")
    parts: dict[str, Any] = {"records": (), "panels": (), **changes}
    return Edition(
        folder,
        "e",
        LABEL,
        2023,
        (level,),
        (),
        framework=tree,
        recipe=Recipe(()),
        quarantine_limit=1.0,
        **parts,
    )


def read(folder: Path, text: str) -> tuple[Repair, ...]:
    """Return the repairs of a table of records."""
    (folder / "t.csv").write_text(text, encoding="utf-8")
    source = Records("t", "t.csv", columns=(Column("n", "integer"),), region="region", year="year")
    with open_engine() as connection:
        found = load_records(
            connection,
            edition(folder, records=(source,)),
            lambda code: {"city": code} if code == "r1" else {},
        )
    return found.repairs


def rows(folder: Path) -> tuple[Repair, ...]:
    """A bad row, one of another year and one of no region of the level."""
    return read(folder, "region,year,n\nr1,2023,x\nr1,1999,1\nr2,2023,1\n")


def no_rows(folder: Path) -> tuple[Repair, ...]:
    """Headings alone."""
    return read(folder, "region,year,n\n")


def ready(folder: Path) -> tuple[Repair, ...]:
    """A ready panel with another year, and without a region."""
    (folder / "p.csv").write_text("region,year,x\nr1,2023,1\nr1,1999,2\n", encoding="utf-8")
    source = ReadyPanel("p", "p.csv", "city", year="year")
    return read_panel(edition(folder, panels=(source,)), source, ("r1", "r2"), lambda code: code).repairs


SCORED = {
    constant: {"constant_indicator"},
    gaps: {"missing_value", "unscored_region"},
    no_change: {"no_comparable_value", "unscored_region", "constant_indicator"},
    imputed: {"imputed_values"},
    treated: {"treated_values"},
    denominated: {"driving_denominator"},
    lacking: {"lacks_data", "missing_value"},
    screened: {"lacks_data", "screened_out"},
    alike: {"lacks_spread"},
    weighed: {"inconsistent_comparisons", "unreached_importance", "outside_the_factor", "heywood_case"},
    disagreeing: {"methods_disagree"},
    learned: {"network_learned_little"},
    unknown: {"unknown_region"},
}
READ = {
    rows: {"quarantined_rows", "outside_regions", "outside_years"},
    no_rows: {"no_rows"},
    ready: {"outside_years", "absent_regions"},
}


def check(repairs: Iterable[Repair], kinds: set[str]) -> None:
    """Both languages say something, and neither says it in the other."""
    found = list(repairs)
    assert {repair.kind for repair in found} == kinds
    for repair in found:
        assert CHINESE.search(repair.message.zh), repair
        assert not ENGLISH.search(repair.in_language("zh").replace("Kendall W", "")), repair
        assert not CHINESE.search(repair.in_language("en")), repair


@pytest.mark.parametrize(("made", "kinds"), SCORED.items(), ids=lambda part: getattr(part, "__name__", ""))
def test_repairs_of_scoring_are_said_in_both_languages(
    framework_of: Frameworks, made: Callable[[Frameworks], tuple[Repair, ...]], kinds: set[str]
) -> None:
    """Preparation, normalisation, weights, aggregation."""
    check(made(framework_of), kinds)


@pytest.mark.parametrize(("made", "kinds"), READ.items(), ids=lambda part: getattr(part, "__name__", ""))
def test_repairs_of_reading_are_said_in_both_languages(
    tmp_path: Path, made: Callable[[Path], tuple[Repair, ...]], kinds: set[str]
) -> None:
    """Tables of records, and ready panels."""
    check(made(tmp_path), kinds)


def test_no_kind_of_repair_is_left_out_here() -> None:
    """The kinds that the sources name outright are all made above."""
    folder = Path(zhishu.__file__).parent
    sources = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    named = set(re.findall(r'Repair\(\s*"([a-z_]+)"', sources))
    assert len(named) > 10
    assert named <= set.union(*SCORED.values(), *READ.values())


def test_what_is_said_in_chinese(framework_of: Frameworks) -> None:
    """Whole sentences, as the Chinese report shows them."""
    told = [repair.in_language("zh") for repair in (*gaps(framework_of), *weighed(framework_of))]
    assert "层级 city，指标 y：2 个地区（p、r）的数值缺失：其权重分摊给同组的其他指标" in told
    assert "层级 city，2022 年：1 个地区（r）没有得分和名次：没有任何有权重的数值" in told
    assert "层级 city，“g”之下的组：“Li”的比较判断前后矛盾：一致性比率为 0.300，高于 0.1" in told
    assert "层级 city，“g”之下的组，2021、2023 年：没有权重能给出所要的重要性：有一列仍相差 0.100" in told
    done = [repair.in_language("zh") for repair in (*imputed(framework_of), *treated(framework_of))]
    assert done[0] == "层级 city，指标 y：5 个数值中插补了 1 个（均值填补）"
    assert done[1].startswith("层级 city，指标 x：5 个数值中处理了 2 个（分位数截尾：")


NAMES = {
    "level": {"city": Text("城市", "City")},
    "indicator": {"x": Text("专利数", "Patents"), "y": Text("企业数", "Firms")},
    "group": {"g": Text("产业发展", "Industry")},
    "region": {"r": Text("甲市", "Town R")},
}
PLACES = [
    ({"level": "city", "indicator": "y"}, "城市，指标“企业数”", "City, indicator “Firms”"),
    ({"level": "city", "region": "r"}, "城市，地区 甲市", "City, region Town R"),
    ({"level": "city", "group": "g", "years": [2021, 2023]}, "城市，“产业发展”之下的组，2021、2023 年", None),
    ({"level": "city", "recipe": ""}, "城市，方法配置", "City, the recipe"),
    (
        {"level": "town", "indicator": "z", "year": 2020},
        "town，指标“z”，2020 年",
        "town, indicator “z”, year 2020",
    ),
]


@pytest.mark.parametrize(("parts", "zh", "en"), PLACES, ids=lambda part: str(part)[:20])
def test_places_are_told_with_names(parts: dict[str, object], zh: str, en: str | None) -> None:
    """What an edition does not name keeps its id; years stay."""
    told = place_of(**parts).named(NAMES)
    assert told.zh == zh
    assert en is None or told.en == en


def test_a_repair_with_names_says_the_same(framework_of: Frameworks) -> None:
    """Its kind and message stay; one whose place has no ids is as it was."""
    for repair in imputed(framework_of):
        named = with_names(repair, NAMES)
        assert named.where.zh.startswith("城市，指标“")
        assert replace(named, where=repair.where) == repair
    whole = replace(imputed(framework_of)[0], where=Text("企业表", "firms"))
    assert with_names(whole, NAMES) is whole
