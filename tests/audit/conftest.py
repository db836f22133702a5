"""A result small enough to check facts by eye: six towns with scores, five villages without."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zhishu.audit.facts import COLUMNS, check_facts, read_facts
from zhishu.edition import Edition, Grouping, Level
from zhishu.framework import Direction, Framework, Node, Text
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.result import GroupScores, LevelResult, Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.audit.fact_check import FactCheck

MISSING = np.nan
TOWNS = ("Arden", "Borin", "Caldy", "Doven", "Elmet", "Fenby")
CODES = ("a", "b", "c", "d", "e", "f")
VILLAGES = {
    "v1": ("Mill", "a"),
    "v2": ("Ford", "a"),
    "v3": ("Mill", "b"),
    "v4": ("Wick", "b"),
    "v5": ("Ness", "c"),
}
NODES = ("total", "size", "firms", "listed", "mood", "costs")
SCORES = np.array(
    [  # total, size, firms, listed, mood, costs
        [90.0, 95.0, 100.0, 100.0, 50.0, 55.0],
        [80.0, 60.0, 60.0, 100.0, 90.0, 100.0],
        [70.0, 85.0, 80.0, 0.0, 20.0, 11.0],
        [60.0, 40.0, 40.0, 40.0, 70.0, 77.0],
        [60.0, 30.0, 0.0, 10.0, MISSING, MISSING],
        [10.0, 20.0, 20.0, 0.0, 10.0, 0.0],
    ]
)
RANKS = np.array(
    [
        [1.0, 1.0, 1.0, 1.0, 3.0, 3.0],
        [2.0, 3.0, 3.0, 1.0, 1.0, 1.0],
        [3.0, 2.0, 2.0, 5.0, 4.0, 4.0],
        [4.0, 4.0, 4.0, 3.0, 2.0, 2.0],
        [4.0, 5.0, 6.0, 4.0, MISSING, MISSING],
        [6.0, 6.0, 5.0, 5.0, 5.0, 5.0],
    ]
)
TOWN_VALUES = np.array(
    [  # firms, listed, costs
        [100.0, 10.0, 5.0],
        [60.0, 10.0, 1.0],
        [80.0, 0.0, 9.0],
        [40.0, 4.0, 3.0],
        [0.0, 1.0, MISSING],
        [20.0, 0.0, 10.0],
    ]
)
VILLAGE_VALUES = np.array(
    [[70.0, 7.0, 2.0], [30.0, 3.0, 3.0], [35.0, 10.0, 4.0], [25.0, 0.0, 1.0], [80.0, 0.0, 9.0]]
)
GROUPS = {"east": ("a", "c"), "west": ("b", "d", "f"), "old": ("a", "b")}


def _edition(folder: Path) -> Edition:
    text = Text("", "")
    nodes = (
        Node("total", text, None, ("size", "mood")),
        Node("size", text, "total", ("firms", "listed")),
        Node("firms", text, "size"),
        Node("listed", text, "size"),
        Node("mood", text, "total", ("costs",)),
        Node("costs", text, "mood", direction=Direction("negative")),
    )
    return Edition(
        folder,
        "towns",
        text,
        2023,
        levels=(Level("town", text, "towns.csv"), Level("village", text, "villages.csv", score=False)),
        groupings=(Grouping("coast", text, ("town",), GROUPS),),
        records=(),
        panels=(),
        framework=Framework(nodes),
        recipe=Recipe((Step("rank", "by_score", {"ties": "min"}),)),
        measures={"exports": {}},
        facts="facts.csv",
    )


def _groups(scores: np.ndarray) -> GroupScores:
    means = np.array(
        [[np.nanmean(scores[0, [CODES.index(code) for code in codes]], axis=0) for codes in GROUPS.values()]]
    )
    ranks = 1.0 + (means[:, None, :, :] > means[:, :, None, :]).sum(axis=2)
    return GroupScores("coast", "mean", tuple(GROUPS), tuple(GROUPS.values()), means, ranks)


@pytest.fixture
def result(tmp_path: Path) -> Result:
    """Return the small result; its edition lies in a folder of its own."""
    return _result(tmp_path)


@pytest.fixture(scope="module")
def shared_result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Return the small result for tests that only read it, with a ledger of every town's rank at every node."""
    found = _result(tmp_path_factory.mktemp("towns"))
    rows = [f"{town}-{node},town,{town},{node},rank,1,,\n" for town in TOWNS for node in NODES]
    (found.edition.folder / "facts.csv").write_text(
        ",".join(COLUMNS) + "\n" + "".join(rows), encoding="utf-8"
    )
    return found


def _result(folder: Path) -> Result:
    (folder / "towns.csv").write_text(
        "code,name\n" + "".join(f"{code},{name}\n" for code, name in zip(CODES, TOWNS, strict=True)),
        encoding="utf-8",
    )
    (folder / "villages.csv").write_text(
        "code,name,parent\n" + "".join(f"{code},{name},{town}\n" for code, (name, town) in VILLAGES.items()),
        encoding="utf-8",
    )
    indicators = ("firms", "listed", "costs")
    towns = panel_of(
        "town", TOWN_VALUES[None], regions=CODES, names=TOWNS, indicators=indicators, years=(2023,)
    )
    villages = panel_of(
        "village",
        VILLAGE_VALUES[None],
        regions=tuple(VILLAGES),
        names=tuple(name for name, _ in VILLAGES.values()),
        indicators=indicators,
        years=(2023,),
    )
    tiers = np.array([[1, 1, 2, 2, 2, 3]])
    scores, ranks = SCORES[None], RANKS[None]
    levels = {
        "town": LevelResult(towns, scores=scores, ranks=ranks, tiers=tiers, groups=(_groups(scores),)),
        "village": LevelResult(villages),
    }
    measures = {"town": {"exports": np.array([[50.0, 0.0, 40.0, 10.0, 0.0, 5.0]])}}
    return Result(_edition(folder), levels, measures=measures, regions_groups={"coast": GROUPS})


@pytest.fixture
def write_ledger(result: Result) -> Callable[..., None]:
    """Return a function that writes rows, given as CSV lines, as the ledger of the small result."""

    def write(*lines: str, heading: str = ",".join(COLUMNS)) -> None:
        text = "".join(f"{line}\n" for line in (heading, *lines))
        (result.edition.folder / "facts.csv").write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def check(result: Result, write_ledger: Callable[..., None]) -> Callable[[str], FactCheck]:
    """Return a function that checks one fact, given as a CSV line without its id."""

    def check_line(line: str, against: Result = result) -> FactCheck:
        write_ledger(f"F1,{line}")
        return check_facts(against, read_facts(against.edition))[0]

    return check_line
