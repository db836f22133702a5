"""A small edition of towns in three plain clusters, built for real."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import yaml

if TYPE_CHECKING:
    from zhishu.result import Result

TOWNS = ("Ash", "Birch", "Cedar", "Dale", "Elm", "Fir", "Gale")
VALUES = np.array(
    [[9, 8, 1, 2], [8, 9, 2, 1], [10, 9, 1, 1], [1, 2, 9, 8], [2, 1, 8, 8], [1, 1, 1, 2], [2, 1, 2, 1]],
    dtype=float,
)
"""Three towns of many firms, two of many patents, two of neither."""
FRAMEWORK = [
    {"id": "size", "name": {"zh": "规模", "en": "Size"}, "children": [{"id": "firms"}, {"id": "staff"}]},
    {
        "id": "skill",
        "name": {"zh": "能力", "en": "Skill"},
        "children": [{"id": "patents"}, {"id": "schools"}],
    },
]


@pytest.fixture
def values() -> np.ndarray:
    """Return the values of the towns, (towns, indicators)."""
    return VALUES.copy()


@pytest.fixture
def towns(tmp_path: Path) -> Callable[..., Result]:
    """Return a builder of results from values (years, towns, indicators) and a step of clusters, or none."""

    def build(
        clusters: Mapping[str, Any] | None,
        values: np.ndarray = VALUES,
        *,
        before: tuple[Mapping[str, Any], ...] = (),
        normalise: str = "minmax",
        **aggregate: Any,
    ) -> Result:
        import zhishu
        from zhishu.build import build as build_edition

        by_year = values.reshape(-1, *values.shape[-2:])
        years = list(range(2025 - len(by_year), 2025))
        count = values.shape[-2]
        names = TOWNS[:count] if count <= len(TOWNS) else tuple(f"Town {number}" for number in range(count))
        lines = ["town,year,firms,staff,patents,schools"]
        lines += [
            f"{town},{year}," + ",".join("" if np.isnan(cell) else repr(float(cell)) for cell in row)
            for year, page in zip(years, by_year, strict=True)
            for town, row in zip(names, page, strict=True)
        ]
        steps = [
            *before,
            {"step": "normalise", "method": normalise},
            {"step": "weigh", "method": "equal"},
            {"step": "aggregate", "method": "arithmetic", "scale": 100, **aggregate},
            {"step": "rank"},
            *([] if clusters is None else [{"step": "clusters", **clusters}]),
        ]
        source = {"file": "panel.csv", "panel": "wide", "level": "town", "region": "town", "year": "year"}
        edition = {
            "index": {
                "id": "towns",
                "name": {"zh": "城镇指数", "en": "Index of towns"},
                "edition": years[-1],
            },
            "levels": {"town": {"name": {"zh": "城镇", "en": "Towns"}, "regions": "from panel"}},
            "years": years,
            "sources": {"panel": source},
            "framework": FRAMEWORK,
            "recipe": steps,
        }
        (tmp_path / "panel.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        text = yaml.safe_dump(edition, allow_unicode=True, sort_keys=False)
        (tmp_path / "edition.yaml").write_text(text, encoding="utf-8")
        return build_edition(zhishu.load(tmp_path)).result

    return build
