"""Records how programs join the rankings of several methods: pyrepo-mcda, pyRankMCDA and RMCDA (R).

apt-get install r-base-core r-cran-jsonlite, lay R/COPELAND.R of RMCDA (github.com/cran/RMCDA, 0.3) into a
folder, and name the folder:

    recording/bin/pip install pyrepo-mcda==0.1.15 pyrankmcda==2.1.8
    MPLBACKEND=agg recording/bin/python tests/conformance/recorded/record_combined.py rmcda
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from pyRankMCDA.algorithm import rank_aggregation
from pyrepo_mcda.compromise_rankings import copeland, dominance_directed_graph
from saving import HERE, SEEDS, drawn, save

FOLDER = Path(sys.argv[1]).resolve()


def rankings(seed: int) -> np.ndarray:
    """Return the ranks that five methods give to nine regions, without ties, that agree in part."""
    x, _ = drawn(seed, 9, 5)
    return (-(x + 0.6 * x[:, :1])).argsort(axis=0).argsort(axis=0) + 1


def copeland_scores(ranks: np.ndarray) -> np.ndarray:
    """Return the scores by pyRankMCDA's Copeland; the ranks it makes of them break ties by chance."""
    asked = rank_aggregation(ranks)
    asked.copeland_method(verbose=False)
    return -asked.methods_dict["cp"]["value"]


def main() -> None:
    """Write three files."""
    tables = [rankings(seed) for seed in SEEDS]
    save(
        "combined_pyrepo",
        "pyrepo-mcda",
        "copeland(ranks), dominance_directed_graph(ranks)",
        [
            {"ranks": ranks, "copeland": copeland(ranks), "graph": dominance_directed_graph(ranks)}
            for ranks in tables
        ],
    )
    save(
        "combined_pyrankmcda",
        "pyrankmcda",
        "rank_aggregation(ranks).copeland_method(): methods_dict['cp']['value'], turned",
        [{"ranks": ranks, "scores": copeland_scores(ranks)} for ranks in tables],
    )
    cases = [{"scores": drawn(seed, 9, 5)[0].round(1).tolist()} for seed in SEEDS]
    command = ["Rscript", str(HERE / "combined.R"), str(FOLDER)]
    answer = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
    save("combined_rmcda", "RMCDA", "apply.COPELAND(scores, all)", json.loads(answer.stdout), said="0.3 (R)")


if __name__ == "__main__":
    main()
