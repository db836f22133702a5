"""Records obstacle degrees by mathmodels (R, github.com/zhjx19/mathmodels), file R/system_evaluation.R, commit 1da56865.

apt-get install r-base-core r-cran-jsonlite r-cran-tibble; with the path of a copy of that file:

    recording/bin/python tests/conformance/recorded/record_obstacle.py system_evaluation.R
"""

from __future__ import annotations

import json
import subprocess
import sys

from saving import SEEDS, drawn, save

ASK = """
source(commandArgs(trailingOnly = TRUE)[1])
cases <- jsonlite::fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
degrees <- lapply(cases, function(one) {
  as.matrix(obstacle_degree(as.data.frame(one$x), one$weights, scaled = TRUE))
})
cat(jsonlite::toJSON(degrees, digits = NA))
"""


def main() -> None:
    """Write obstacle_mathmodels.json."""
    tables = [drawn(seed, 10, 5) for seed in SEEDS]
    cases = [{"x": x.tolist(), "weights": weights.tolist()} for x, weights in tables]
    command = ["Rscript", "-e", ASK, sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
    for one, degrees in zip(cases, json.loads(done.stdout), strict=True):
        one["degrees"] = degrees
    call = "system_evaluation.R: obstacle_degree(x, w, scaled = TRUE)"
    save("obstacle_mathmodels", "mathmodels (R)", call, cases, said="1da56865")


main()
