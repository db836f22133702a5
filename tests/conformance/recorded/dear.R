# Reads cases as JSON, writes what functions of deaR answer to them. Called by record_slacks.py with the folder
# that holds its sources; needs r-base-core, r-cran-jsonlite and r-cran-lpsolve.

library(jsonlite)
library(lpSolve)
folder <- commandArgs(trailingOnly = TRUE)[1]
for (name in c("model_sbmeff", "model_sbmsupereff")) source(file.path(folder, "R", paste0(name, ".R")))
is.deadata <- function(data) inherits(data, "deadata")

# What deaR's read_data makes of one input and the outputs x (regions, columns).
data_of <- function(x, input) {
  names <- paste0("r", seq_len(nrow(x)))
  columns <- paste0("y", seq_len(ncol(x)))
  structure(list(
    input = matrix(input, nrow = 1, dimnames = list("x1", names)),
    output = matrix(t(x), nrow = ncol(x), dimnames = list(columns, names)), dmunames = names
  ), class = "deadata")
}
scores <- function(found, name) unname(sapply(found$DMU, function(one) one[[name]]))

cases <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
answer <- lapply(cases, function(case) {
  one <- data_of(case$x, rep(1, nrow(case$x)))
  own <- data_of(case$x * case$input, case$input)
  lacking <- data_of(case$with_zero, rep(1, nrow(case$x)))
  list(
    plain = scores(model_sbmeff(one, orientation = "oo", rts = "crs"), "efficiency"),
    variable = scores(model_sbmeff(one, orientation = "oo", rts = "vrs"), "efficiency"),
    per_input = scores(model_sbmeff(own, orientation = "oo", rts = "crs"), "efficiency"),
    weighted = scores(model_sbmeff(one, orientation = "oo", rts = "crs", weight_output = case$weights), "efficiency"),
    left_out = scores(model_sbmsupereff(one, orientation = "oo", rts = "crs"), "delta"),
    left_out_weighted = scores(
      model_sbmsupereff(one, orientation = "oo", rts = "crs", weight_output = case$weights), "delta"
    ),
    zero = scores(model_sbmeff(lacking, orientation = "oo", rts = "crs"), "efficiency")
  )
})
cat(toJSON(Map(c, cases, answer), digits = NA, na = "null", auto_unbox = TRUE))
