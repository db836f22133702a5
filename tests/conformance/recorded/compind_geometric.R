# Reads cases as JSON, writes what ci_geom_gen of Compind answers to them. Called by record_geometric.py with the
# folder that holds its sources; needs r-base-core, r-cran-jsonlite and r-cran-lpsolve.

library(jsonlite)
library(lpSolve)
folder <- commandArgs(trailingOnly = TRUE)[1]
for (name in c("ci_bod_constr", "ci_geom_gen")) source(file.path(folder, "R", paste0(name, ".R")))

cases <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
answer <- lapply(cases, function(case) {
  found <- ci_geom_gen(case$x, seq_len(ncol(case$x)), "BOD", case$high, case$low, case$benchmark)
  c(case, list(scores = found$ci_geom_bod_est, shares = found$ci_geom_bod_weights))
})
cat(toJSON(answer, digits = NA, auto_unbox = TRUE))
