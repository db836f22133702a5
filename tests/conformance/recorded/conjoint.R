# Reads profiles (levels as numbers) and ratings (respondents, profiles) as JSON, writes what caImportance of the R
# package conjoint answers: percent, two decimals. Called by record_conjoint.py with the folder that holds its
# caImportance.R and ENGINE.R; needs r-base-core and r-cran-jsonlite.

library(jsonlite)
folder <- commandArgs(trailingOnly = TRUE)[1]
for (name in c("ENGINE.R", "caImportance.R")) source(file.path(folder, name))
answered <- function(case) {
  percent <- caImportance(case$ratings, as.data.frame(case$levels))
  options(OutDec = ".")
  c(case, list(percent = percent))
}
cat(toJSON(lapply(fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE), answered), digits = NA))
