"""Records dealib and Pyfrontier: super-efficiency with one constant input of 1, constant returns.

recording/bin/pip install dealib==1.0.0 Pyfrontier==1.1.1
recording/bin/python tests/conformance/recorded/record_left_out.py
"""

from __future__ import annotations

import numpy as np
from dealib.dea import sdea
from Pyfrontier.frontier_model import EnvelopDEA
from saving import SEEDS, drawn, save


def by_pyfrontier(x: np.ndarray) -> list[float]:
    """Return its scores."""
    model = EnvelopDEA("CRS", "in", super_efficiency=True)
    model.fit(np.ones((len(x), 1)), x)
    return [found.score for found in model.result]


def main() -> None:
    """Write one file per program."""
    tables = [drawn(seed, 12, 4)[0] for seed in SEEDS]
    asked = [
        {"x": x, "scores": sdea(np.ones((len(x), 1)), x, rts="crs", orientation="input").eff} for x in tables
    ]
    call = "sdea(ones, x, rts=crs, orientation=input)"
    save("left_out_dealib", "dealib", call, asked)
    asked = [{"x": x, "scores": by_pyfrontier(x)} for x in tables]
    save("left_out_pyfrontier", "Pyfrontier", "EnvelopDEA(CRS, in, super_efficiency=True)", asked)


if __name__ == "__main__":
    main()
