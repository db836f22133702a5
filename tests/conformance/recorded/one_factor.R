# Reads tables as JSON, writes what R's factanal answers to them with one factor. Called by record_one_factor.py;
# needs r-base-core and r-cran-jsonlite.

library(jsonlite)
tight <- list(opt = list(factr = 10, pgtol = 0, maxit = 100000))
answered <- function(case) {
  found <- factanal(case$x, factors = 1, control = tight)
  c(case, list(loadings = unname(found$loadings[, 1]), own = unname(found$uniquenesses)))
}
given <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
cat(toJSON(list(version = R.version$version.string, cases = lapply(given, answered)), digits = NA))
