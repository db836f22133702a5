r"""What the recording scripts share: drawn tables, and files that hold what a program answered.

These scripts are run by hand, in an environment of their own, never by the tests, which read the files:

    python -m venv recording
    recording/bin/pip install "pandas<3" sympy==1.14 pulp==3.3.2 greytheory==2.0.5 \
        electre-methods==0.1.0 scikit-fuzzy==0.5.0 jenkspy==0.4.1 pref_voting==1.18.2 \
        corankco==7.2.0 pydecision==5.1.8 crispyn==0.0.7
    MPLBACKEND=agg recording/bin/python tests/conformance/recorded/record_weights.py

Run again with these versions they write the same files. record_electre.py, record_em.py and
record_network.py say what else they need.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
SEEDS = range(5)


def drawn(seed: int, regions: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return values in (0, 1) with three digits, (regions, columns), and weights with three that sum to 1."""
    generator = np.random.default_rng(seed)
    x = generator.integers(1, 1000, (regions, columns)) / 1000
    parts = generator.integers(50, 400, columns)
    weights = np.round(parts / parts.sum(), 3)
    weights[0] = np.round(1 - weights[1:].sum(), 3)
    return x, weights


def save(name: str, program: str, call: str, cases: list[dict], *, said: str = "") -> None:
    """Write NAME.json: the program with its version (`said`, if it is no Python package), call and cases."""
    written = {"program": f"{program} {said or version(program)}", "call": call, "cases": cases}
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"), default=_plain)
    (HERE / f"{name}.json").write_text(text.replace('{"', '\n{"') + "\n", encoding="utf-8")


def _plain(value: object) -> object:
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else float(value)  # type: ignore[arg-type]
