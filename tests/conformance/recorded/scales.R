# Reads cases as JSON, writes what Indicator, COINr and mathmodels answer to them. Called by record_scales.py with
# the folder that holds the three files of their sources; needs r-base-core and r-cran-jsonlite.

library(jsonlite)
folder <- commandArgs(trailingOnly = TRUE)[1]
for (name in c("normalization_abov_below_mean", "trends", "preprocess")) source(file.path(folder, "R", paste0(name, ".R")))

cases <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
answer <- list(
  above_below = lapply(cases$above_below, function(case) {
    c(case, list(
      found = normalization_abov_below_mean(case$x, p = case$threshold),
      lowered = normalization_abov_below_mean(case$x - 1, p = case$threshold)
    ))
  }),
  trends = lapply(cases$trends, function(case) {
    last <- length(case$years)
    ends <- c(last - 1, last)
    c(case, list(
      growth = apply(case$x, 2, function(y) CAGR(y, case$years)),
      change = apply(case$x, 2, function(y) prc_change(y[ends], case$years[ends])),
      fitted = apply(case$x, 2, function(y) prc_change(y, case$years))
    ))
  }),
  initial = lapply(cases$initial, function(case) {
    c(case, list(
      positive = apply(case$x, 2, rescale_initial),
      negative = apply(case$x, 2, rescale_initial, type = "-")
    ))
  })
)
cat(toJSON(answer, digits = NA))
