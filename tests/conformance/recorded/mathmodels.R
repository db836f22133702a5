# Reads cases as JSON, writes what functions of mathmodels answer to them. Called by record_mathmodels.py with
# the folder that holds the package's sources; needs r-base-core, r-cran-jsonlite and r-cran-tibble.

library(jsonlite)
folder <- commandArgs(trailingOnly = TRUE)[1]
for (name in c("system_evaluation", "combine_weights", "fuzzy_eval")) source(file.path(folder, "R", paste0(name, ".R")))

cases <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
answer <- list(
  coupling = lapply(cases$coupling, function(case) {
    scores <- as.data.frame(case$x)
    found <- lapply(c(standard = "standard", modified = "adjusted"), function(type) {
      as.list(coupling_degree(scores, case$weights, type = type))
    })
    c(case, found)
  }),
  game = lapply(cases$game, function(case) {
    share <- case$parts / rowSums(case$parts)
    each <- sapply(c("linear", "multiplicative", "game_linear"), function(type) {
      list(combine_weights(share[1, ], share[2, ], type = type))
    })
    c(case, each)
  }),
  fuzzy = lapply(cases$fuzzy, function(case) {
    each <- lapply(1:4, function(type) fuzzy_eval(case$weights, case$degrees, type))
    names(each) <- c("max_min", "max_product", "weighted_average", "bounded_sum")
    c(case, each)
  })
)
cat(toJSON(answer, digits = NA))
