# Reads cases as JSON, writes the weighted supermatrix and the limit of megadaptr for each. Called by
# record_clusters.py with the folder that holds the package's sources; needs r-base-core, r-cran-jsonlite and
# r-cran-dplyr.

library(jsonlite)
source(file.path(commandArgs(trailingOnly = TRUE)[1], "R", "mental_models.R"))

cases <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
answer <- lapply(cases, function(case) {
  n <- sum(case$sizes)
  unweighted <- list(data = case$unweighted, cluster_sizes = case$sizes, labels = data.frame(node = seq_len(n)))
  weighted <- create_weighted_matrix(unweighted, case$clusters)
  c(case, list(weighted = weighted$data, limit = create_limit_df(weighted, tolerance = 1e-14)$value))
})
cat(toJSON(answer, digits = NA))
