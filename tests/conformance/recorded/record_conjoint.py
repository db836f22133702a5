"""Records conjoint analyses: the R package conjoint and statsmodels' least squares.

recording/bin/pip install statsmodels==0.15.0
Rscript runs conjoint.R with the folder that holds caImportance.R and ENGINE.R of the package's source (1.41):
recording/bin/python tests/conformance/recorded/record_conjoint.py FOLDER
"""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from saving import HERE, SEEDS, save


def asked(seed: int) -> dict[str, np.ndarray]:
    """Return twenty profiles of four columns with 3, 3, 2 and 4 levels, and the ratings of six respondents."""
    generator = np.random.default_rng(seed)
    levels = np.stack([generator.permutation(np.arange(20) % count) + 1 for count in (3, 3, 2, 4)], axis=1)
    return {"levels": levels, "ratings": generator.integers(0, 11, (6, 20))}


def by_statsmodels(case: dict[str, np.ndarray]) -> list[dict[str, object]]:
    """Return each respondent's coefficients and R²: three columns of categories, the last one on a line."""
    names = ["a", "b", "c", "d"]
    found = []
    for ratings in case["ratings"]:
        frame = pd.DataFrame(case["levels"], columns=names).assign(y=ratings)
        fit = smf.ols("y ~ C(a) + C(b) + C(c) + d", frame).fit()
        found.append({"names": list(fit.params.index), "worths": fit.params.to_numpy(), "fit": fit.rsquared})
    return found


def main() -> None:
    """Write one file per program."""
    cases = [asked(seed) for seed in SEEDS]
    given = json.dumps([{name: part.tolist() for name, part in case.items()} for case in cases])
    command = ["Rscript", str(HERE / "conjoint.R"), sys.argv[1]]
    told = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
    save("conjoint_r", "conjoint (R)", "caImportance(ratings, levels)", json.loads(told), said="1.41")
    fitted = [{**case, "respondents": by_statsmodels(case)} for case in cases]
    save("conjoint_statsmodels", "statsmodels", "ols('y ~ C(a) + C(b) + C(c) + d').fit()", fitted)


if __name__ == "__main__":
    main()
