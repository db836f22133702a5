"""The answers of programs that are not installed here: tests/conformance/recorded holds them, with what made them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "recorded"


class Recorded(NamedTuple):
    """A program with its version, and one mapping of inputs and outputs per case."""

    program: str
    cases: list[dict[str, Any]]


@cache
def recorded(name: str) -> Recorded:
    """Return what `recorded/NAME.json` holds."""
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Recorded(found["program"], found["cases"])
