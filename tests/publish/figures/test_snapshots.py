"""A few small drawings, byte for byte. `ZHISHU_SNAPSHOTS=write pytest …` writes them anew: then look at them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zhishu.publish.findings import Findings
from zhishu.publish.kinds import make
from zhishu.publish.render import svg

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).with_name("snapshots")
DRAWN: dict[str, dict[str, Any]] = {
    "bars": {"level": "town", "measure": "policy_0"},
    "rank_scatter": {"level": "town"},
    "bubble": {"level": "town", "x": "policy_0", "y": "policy_1", "size": "talent_0"},
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", DRAWN)
def test_drawing_is_as_it_was(towns: Callable[..., Any], kind: str, language: Any) -> None:
    """The drawing for a phone of four made-up towns has the bytes that were looked at."""
    result = towns(("甲镇", "Bridgeton", "丙镇", "Delta"), scores=np.array([90.0, 40.0, 40.0, 3.0]))
    level = result.levels["town"]
    panel = level.panel.values.copy()
    panel[-1, :, :] = np.array([8.0, 3.0, 0.0, 120.0])[:, None] + np.arange(panel.shape[2])
    found = replace(level, panel=replace(level.panel, values=panel))
    figure = make(
        Findings(replace(result, levels={"town": found})), "figure", kind, DRAWN[kind], where="a test"
    )
    drawn = svg(figure.narrow, language, name=kind) + "\n"
    file = FOLDER / f"{kind}-{language}.svg"
    if os.environ.get("ZHISHU_SNAPSHOTS") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_text(drawn, encoding="utf-8")
    assert drawn == file.read_text(encoding="utf-8")
