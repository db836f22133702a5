"""Records hclust, cutree and kmeans of R, and pam and silhouette of its package cluster.

apt-get install r-base-core r-recommended r-cran-jsonlite, then

    recording/bin/python tests/conformance/recorded/record_trees.py
"""

from __future__ import annotations

import json
import subprocess

import numpy as np
from saving import HERE, SEEDS, save


def asked() -> list[dict]:
    """Return random tables, and one case that stands for USArrests, which R brings."""
    cases: list[dict] = []
    for seed in SEEDS:
        x = np.random.default_rng(seed).integers(1, 1000, (24, 4)) / 1000
        cases.append({"x": x.tolist(), "metric": "manhattan" if seed % 2 else "euclidean"})
    return [*cases, {"metric": "euclidean"}]


def main() -> None:
    """Write what R answers."""
    command = ["Rscript", str(HERE / "trees.R")]
    done = subprocess.run(command, input=json.dumps(asked()), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    call = "hclust(dist(x)), cutree(k = 2:6), pam(x, k), silhouette, kmeans(x, k, nstart = 200)"
    save("trees_r", "R", call, found["cases"], said=f"{found['version']}, cluster {found['cluster']}")


if __name__ == "__main__":
    main()
