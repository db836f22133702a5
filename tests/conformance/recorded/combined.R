# Reads tables of scores as JSON, writes what RMCDA's apply.COPELAND answers to them. Called by
# record_combined.py with the folder that holds COPELAND.R of RMCDA; needs r-base-core and r-cran-jsonlite.

library(jsonlite)
source(file.path(commandArgs(trailingOnly = TRUE)[1], "COPELAND.R"))
answered <- function(case) c(case, list(totals = apply.COPELAND(case$scores, seq_len(ncol(case$scores)))))
cat(toJSON(lapply(fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE), answered), digits = NA))
