# Reads cases as JSON, writes the scores that Compind's functions with bad outputs answer to them. Called by
# record_compind_undesirable.py with the folder that holds the package's sources; needs r-base-core, r-cran-jsonlite
# and r-cran-lpsolve.
#
# Two of the functions called are stand-ins written here. `sample` gives the draws that the case says, or, with
# chances, those that its uniform numbers say by the cumulated chances in the order that it says. `npksum` gives
# the kernel weights of the package np: Epanechnikov's for numbers, Li and Racine's for ordered categories.

library(jsonlite)
library(lpSolve)
folder <- commandArgs(trailingOnly = TRUE)[1]
for (file in list.files(file.path(folder, "R"), pattern = "^ci_r?bod_constr_(bad|Q|bad_Q)[.]R$", full.names = TRUE)) {
  source(file)
}

case <- NULL
calls <- 0
sample <- function(x, size, replace, prob = NULL) {
  number <- calls %% nrow(case$uniform) + 1
  calls <<- calls + 1
  below <- cumsum(if (is.null(prob)) rep(1, length(x)) else prob[case$ordered])
  case$ordered[sapply(case$uniform[number, ], function(one) sum(below[-length(x)] <= one * below[length(x)]) + 1)]
}
npksum <- function(bws, txdat, exdat, ...) {
  judged <- as.data.frame(exdat)
  weights <- rep(1, nrow(txdat))
  for (column in seq_len(ncol(txdat))) {
    apart <- abs(as.numeric(txdat[, column]) - as.numeric(judged[1, column]))
    wide <- bws[column]
    near <- if (is.ordered(txdat[, column])) wide^apart else pmax(1 - (apart / wide)^2 / 5, 0) * 3 / (4 * sqrt(5))
    weights <- weights * near
  }
  list(kw = weights)
}

answered <- function(one) {
  case <<- one
  calls <<- 0
  x <- as.data.frame(one$x)
  names(x) <- one$names
  asked <- list(x = x, indic_col = seq_along(one$names), low_w = one$low)
  if (length(one$pref)) asked$pref <- one$pref
  if (one$call != "ci_rbod_constr_Q") asked <- c(asked, ngood = one$good, nbad = length(one$names) - one$good)
  if (one$call != "ci_bod_constr_bad") asked <- c(asked, M = ncol(one$uniform), B = nrow(one$uniform))
  if (length(one$given)) {
    asked$Q <- one$given
    asked$bandwidth <- matrix(one$bandwidth, nrow(x), 1)
  }
  found <- tryCatch(do.call(one$call, asked), error = function(fault) NULL)
  c(one, list(scores = if (is.null(found)) "stops" else found[[paste0(one$call, "_est")]]))
}
cat(toJSON(lapply(fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE), answered), digits = NA, auto_unbox = TRUE))
