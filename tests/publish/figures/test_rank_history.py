"""The history of ranks: every edition that is known has a column, every region a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zhishu.publish.default_outline import default_outline
from zhishu.publish.figure import cell_text
from zhishu.publish.figures.rank_history import rank_history
from zhishu.publish.render import svg

if TYPE_CHECKING:
    from zhishu.publish.findings import Findings

Small = Callable[..., "Findings"]
ORDERS = ("ABC", "BAC", "BCA", "CBA")
"""The towns from the best to the last, year by year."""


def rows_of(order: str) -> dict[str, tuple[int, ...]]:
    return {town: (9 - place,) * 4 for place, town in enumerate(order)}


def by_year(orders: Sequence[str]) -> Mapping[int, Any]:
    return {2024 - len(orders) + 1 + at: rows_of(order) for at, order in enumerate(orders)}


def ranks(figure: Any) -> dict[str, list[str]]:
    """Return town → its ranks as printed."""
    return {
        row[0].en: [
            cell_text(cell, column, "en") for cell, column in zip(row, figure.data.columns, strict=True)
        ][1:]
        for row in figure.data.rows
    }


def drawn(figure: Any, layer: str, *, narrow: bool = False) -> list[Any]:
    """Return the rows of one layer of the Chinese drawing."""
    spec = figure.narrow if narrow else figure.spec
    return [row for found in spec["layer"].zh if found["name"] == layer for row in found["data"]["values"]]


def test_every_edition_has_a_column(small: Small) -> None:
    """Ranks of four years, of the regions in this year's order; the text alternative says them all."""
    figure = rank_history(small(by_year(ORDERS)), level="town")
    assert figure is not None
    assert ranks(figure) == {"C": ["3", "3", "2", "1"], "B": ["2", "1", "1", "2"], "A": ["1", "2", "3", "3"]}
    assert figure.title.zh == "2021–2024 年居前 3 位城镇的历年名次"
    assert "C 3, 3, 2, 1" in figure.alternative.en
    for language in ("zh", "en"):
        for spec in (figure.spec, figure.narrow):
            assert svg(spec, language, name="h").startswith("<svg")


def test_two_editions_are_no_history(small: Small) -> None:
    """They are a change of ranks, which `slope` shows; the default outline takes the one that fits."""
    two, four = small(by_year(ORDERS[:2])), by_year(ORDERS)
    assert rank_history(two, level="town") is None
    assert kinds(two) & {"slope", "rank_history"} == {"slope"}
    assert kinds(small(four)) & {"slope", "rank_history"} == {"rank_history"}


def kinds(findings: Findings) -> set[str | None]:
    overall = next(part for part in default_outline(findings.edition).parts if part.id == "overall")
    return {item.kind for part in overall.parts for item in part.items}


def test_a_region_that_is_new_begins_later(small: Small) -> None:
    """It has no circle, and no name on the left, in the years before."""
    years = dict(by_year(ORDERS))
    years[2024] = {**years[2024], "New": (8, 8, 8, 8)}
    years[2023] = {**years[2023], "New": (1, 1, 1, 1)}
    figure = rank_history(small(years, missing="renormalise"), level="town")
    assert figure is not None
    assert ranks(figure)["New"] == ["—", "—", "4", "2"]
    assert "New" in [row["text"] for row in drawn(figure, "names_after")]
    assert "New" not in [row["text"] for row in drawn(figure, "names_before")]


def test_the_latest_editions_are_kept(small: Small) -> None:
    """As many as are asked for, and on a phone as many as have room."""
    findings = small(by_year([*ORDERS, *ORDERS, *ORDERS, *ORDERS]))
    figure = rank_history(findings, level="town", editions=5)
    assert figure is not None
    assert [row["text"] for row in drawn(figure, "heads")] == ["2020", "2021", "2022", "2023", "2024"]
    every = rank_history(findings, level="town", editions=50)
    assert every is not None
    wide, narrow = drawn(every, "heads"), drawn(every, "heads", narrow=True)
    assert 2 <= len(narrow) < len(wide) == 16
    assert narrow[-1]["text"] == "2024"
    assert np.diff([row["x"] for row in narrow]).min() > 21


@pytest.mark.parametrize("orders", [("AB", "AB", "AB"), ("AB", "BA", "AB")])
def test_lines_are_called_by_where_they_end(small: Small, orders: tuple[str, ...]) -> None:
    """Who ends where it began is neither risen nor fallen."""
    figure = rank_history(small(by_year(orders)), level="town")
    assert figure is not None
    assert drawn(figure, "good_lines") == drawn(figure, "alert_lines") == []
    assert len(drawn(figure, "context_circles")) == 6
