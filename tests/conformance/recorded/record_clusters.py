"""Records megadaptr (R, github.com/comses/megadapt) and AhpAnpLib: supermatrices weighted by clusters.

It needs AhpAnpLib 2.6.0 besides, and for the first apt-get install r-base-core r-cran-jsonlite r-cran-dplyr.
Lay src/r/megadaptr/R/mental_models.R of commit e58e85b5 into a folder R and name the folder that holds R:

    recording/bin/python tests/conformance/recorded/record_clusters.py megadaptr
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from contextlib import redirect_stdout

import numpy as np
from AhpAnpLib.calcs_AHPLib import calcLimitANP, normalize
from saving import HERE, SEEDS, save

COMMIT = "e58e85b5"


def drawn(seed: int) -> dict[str, list]:
    """Return three clusters of two to four ids, the priorities within each block, some of them empty."""
    generator = np.random.default_rng(seed)
    sizes = generator.integers(2, 5, 3)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    unweighted = np.zeros((bounds[-1], bounds[-1]))
    for row in range(3):
        for column in range(bounds[-1]):
            if row == 0 or generator.random() < 0.7:
                found = generator.integers(1, 10, sizes[row])
                unweighted[bounds[row] : bounds[row + 1], column] = found / found.sum()
    clusters = generator.integers(1, 10, (3, 3))
    clusters = clusters / clusters.sum(axis=0)
    return {"sizes": sizes.tolist(), "unweighted": unweighted.tolist(), "clusters": clusters.tolist()}


def main() -> None:
    """Write one file per program."""
    cases = [drawn(seed) for seed in SEEDS]
    command = ["Rscript", str(HERE / "clusters.R"), sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
    call = "create_weighted_matrix(unweighted, clusters), create_limit_df(weighted, 1e-14)"
    save("clusters_megadaptr", "megadaptr (R)", call, json.loads(done.stdout), said=COMMIT)
    alike = []
    for case in cases:
        unweighted = np.array(case["unweighted"])
        with redirect_stdout(io.StringIO()):
            weighted = normalize(unweighted.copy())
            limit = calcLimitANP(weighted.copy(), error=1e-14)
        own = {name: case[name] for name in ("sizes", "unweighted")}
        alike.append({**own, "weighted": weighted, "limit": limit})
    save("clusters_ahpanplib", "AhpAnpLib", "normalize(unweighted), calcLimitANP(weighted, 1e-14)", alike)


if __name__ == "__main__":
    main()
