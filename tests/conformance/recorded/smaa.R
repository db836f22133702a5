# Reads cases as JSON, writes what Compind's ci_smaa_constr answers to them: counts of ranks, mean ranks, and the
# weights of each draw in their sum over the indicators. Called by record_smaa.py with the folder that holds
# ci_smaa_constr.R; needs r-base-core and r-cran-jsonlite. Stand-ins for the package smaa: the values Σ weight ·
# measurement of each draw, and their ranks, the largest first.

library(jsonlite)
folder <- commandArgs(trailingOnly = TRUE)[1]
source(file.path(folder, "ci_smaa_constr.R"))

drawn <- NULL
smaa.values <- function(meas, pref) {
  drawn <<- pref
  t(sapply(seq_len(nrow(pref)), function(draw) meas[draw, , ] %*% pref[draw, ]))
}
smaa.ranks <- function(values) t(apply(-values, 1, rank, ties.method = "min"))

answered <- function(case) {
  set.seed(case$seed)
  x <- as.data.frame(case$x)
  low <- if (is.null(case$low)) NULL else case$low
  found <- ci_smaa_constr(x, seq_len(ncol(x)), rep = case$draws, label = seq_len(nrow(x)), low_w = low)
  sums <- rowSums(drawn)
  shares <- drawn / sums
  c(case, list(
    acceptability = unname(found$ci_smaa_constr_rank_freq) / case$draws,
    mean_rank = as.vector(found$ci_smaa_constr_average_rank),
    sums = range(sums),
    least = unname(apply(shares, 2, min))
  ))
}
cases <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
cat(toJSON(lapply(cases, answered), digits = NA, auto_unbox = TRUE))
