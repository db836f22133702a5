"""Panels that make no sense, through the command line: a result without NaN, or one clear message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from click.testing import CliRunner

from zhishu.cli import main


def column(place: int, factor: float, offset: float = 0.0) -> Callable[[np.ndarray], np.ndarray]:
    """Return what multiplies one column and adds to it."""

    def change(x: np.ndarray) -> np.ndarray:
        x = x.copy()
        x[:, place] = factor * x[:, place] + offset
        return x

    return change


CASES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "a constant column": column(1, 0.0, 0.5),
    "a column of zeros": column(1, 0.0),
    "all constant": lambda x: np.full_like(x, 0.5),
    "all zeros": np.zeros_like,
    "a negative column": column(2, -1.0),
    "all negative": np.negative,
    "a missing value": lambda x: np.where(np.arange(x.size).reshape(x.shape) == 5, np.nan, x),
    "a column without a value": column(0, np.nan),
    "no value at all": lambda x: np.full_like(x, np.nan),
    "ties": lambda x: x[[0, 0, 0, *range(3, len(x))]],
    "a column twice": lambda x: x[:, [0, 1, 2, 0]],
    "huge values": column(0, 1e200),
    "tiny values": column(0, 1e-200),
    "one region": lambda x: x[:1],
    "two regions": lambda x: x[:2],
}
RECIPES: dict[str, dict[str, Any]] = {
    "flagship": {"weigh": {"method": "improved_vector"}, "tiers": {"cuts": [1, 3]}},
    "chinese textbook": {
        "impute": {"method": "regression"},
        "weigh": {"method": "entropy", "shift": 0.01},
        "aggregate": {"method": "topsis"},
    },
    "jrc": {
        "screen": {"data": 0.65, "drop": "indicators"},
        "treat": {"method": "winsorise_then_log"},
        "aggregate": {"method": "geometric", "missing": "renormalise"},
    },
    "optimised": {"normalise": {"method": "zscore"}, "weigh": {"method": "optimised_importance"}},
    "outranking": {"weigh": {"method": "critic"}, "aggregate": {"method": "copeland"}},
    "clusters": {"clusters": {}},
    "three clusters": {"clusters": {"method": "k_means", "count": 3, "weighted": True}},
    "raw": {"normalise": {"method": "none"}, "weigh": {"method": "pca"}, "aggregate": {"method": "owa"}},
}


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("case", CASES)
def test_a_result_without_nan_or_one_clear_message(case: str, recipe: str, tmp_path: Path) -> None:
    """Exit code 0 with numbers, or 1 with what, where and what was seen; a traceback never."""
    x = CASES[case](np.random.default_rng(5).uniform(0.05, 0.95, (12, 4)).round(4))
    lines = ["code,x,y,z,u"]
    lines += [
        f"r{row}," + ",".join("" if np.isnan(v) else repr(float(v)) for v in x[row]) for row in range(len(x))
    ]
    (tmp_path / "panel.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    steps = {
        "normalise": {"method": "minmax"},
        "weigh": {"method": "equal"},
        "aggregate": {"method": "arithmetic"},
        "rank": {},
        **RECIPES[recipe],
    }
    order = ("screen", "impute", "treat", "normalise", "weigh", "aggregate", "rank", "tiers", "clusters")
    panel = {"file": "panel.csv", "panel": "wide", "level": "area", "region": "code"}
    edition = {
        "index": {"id": "index", "name": "Any index", "edition": 2023},
        "levels": {"area": {"regions": "from panel"}},
        "sources": {"panel": panel},
        "framework": [{"id": "a", "children": [{"id": "x"}, {"id": "y"}]}, {"id": "z"}, {"id": "u"}],
        "recipe": [{"step": kind, **steps[kind]} for kind in order if kind in steps],
    }
    (tmp_path / "edition.yaml").write_text(yaml.safe_dump(edition), encoding="utf-8")
    outcome = CliRunner().invoke(main, ["build", str(tmp_path), "--no-report", "--no-doubt"])
    if outcome.exit_code == 0:
        text = (tmp_path / "out" / "tables" / "scores.csv").read_text(encoding="utf-8").lower()
        assert "nan" not in text
        assert "inf" not in text
    else:
        assert outcome.exit_code == 1
        assert isinstance(outcome.exception, SystemExit), repr(outcome.exception)
        assert outcome.output.startswith("error: ")
        assert "where:" in outcome.output
        assert "seen:" in outcome.output
