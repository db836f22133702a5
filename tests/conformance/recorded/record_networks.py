"""Records what nnet (R) answers for networks with given weights, their error and its second derivatives.

apt-get install r-base r-cran-jsonlite, then

    python tests/conformance/recorded/record_networks.py
"""

from __future__ import annotations

import json
import subprocess

import numpy as np
from saving import HERE, SEEDS, save


def asked() -> list[dict]:
    """Return networks of three columns and two units at some weights."""
    cases = []
    for seed in SEEDS:
        for linear in (True, False):
            generator = np.random.default_rng(seed)
            x = np.round(generator.uniform(-1, 1, (20, 3)), 3)
            y = np.round(0.5 + 0.3 * x[:, 0] * x[:, 1] + 0.1 * generator.uniform(-1, 1, 20), 3)
            weights = np.round(generator.uniform(-1, 1, 11), 3)
            case = {"x": x.tolist(), "y": y.tolist(), "units": 2, "linear": linear}
            cases.append({**case, "weights": weights.tolist()})
    return cases


if __name__ == "__main__":
    command = ["Rscript", str(HERE / "networks.R")]
    done = subprocess.run(command, input=json.dumps(asked()), capture_output=True, text=True, check=True)
    call = "nnet(x, y, size = 2, Wts): fitted values, value; nnetHess"
    save("networks_nnet", "nnet (R)", call, json.loads(done.stdout), said="7.3-18")
