# Reads tables and numbers of factors as JSON, writes what R's factanal answers to them. Called by
# record_factors.py; needs r-base-core and r-cran-jsonlite.

library(jsonlite)
tight <- list(opt = list(factr = 10, pgtol = 0, maxit = 100000))
answered <- function(case) {
  found <- factanal(case$x, factors = case$factors, control = tight)
  c(case, list(own = unname(found$uniquenesses), loadings = unname(unclass(found$loadings))))
}
given <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
cat(toJSON(list(version = R.version$version.string, cases = lapply(given, answered)), digits = NA))
