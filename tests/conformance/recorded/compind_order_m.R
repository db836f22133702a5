# Reads cases as JSON, writes what Compind's robust scores answer to them and which samples they drew, and the
# exact scores of frontiles. Called by record_order_m.py with the folder that holds the sources; needs
# r-base-core, r-cran-jsonlite, r-cran-lpsolve and a compiler.
# Benchmarking and spdep are not needed: `mea` and `mat2listw` stand below, stated anew.

suppressMessages({ library(jsonlite); library(lpSolve) })
folder <- commandArgs(trailingOnly = TRUE)[1]
for (name in c("orderm.r", "ci_rbod_dir.R", "ci_rbod_spatial.R")) source(file.path(folder, name))
source(file.path(folder, "frontiles", "ordermscore.r"))
dyn.load(file.path(folder, "frontiles", "frontiles.so"))
mdir <- lapply(c(now = "ci_rbod_mdir.R", earlier = "earlier/ci_rbod_mdir.R"), function(name) {
  source(file.path(folder, name))
  ci_rbod_mdir
})

drawn <- list()
sample <- function(...) {
  found <- base::sample(...)
  drawn[[length(drawn) + 1]] <<- found
  found
}

# Only who is a neighbour matters to ci_rbod_spatial, not how much.
mat2listw <- function(W, row.names = NULL, style = "M") {
  list(neighbours = lapply(seq_len(nrow(W)), function(row) which(W[row, ] > 0)))
}

# The direction of each output alone, then the step along all: outputs, one constant input, constant returns.
mea <- function(X, Y, ORIENTATION, RTS) {
  step <- function(own, direction) {
    if (max(direction) < 1e-9) return(0)
    rows <- rbind(cbind(t(Y), -direction), c(rep(1, nrow(Y)), 0))
    found <- lp("max", c(rep(0, nrow(Y)), 1), rows, c(rep(">=", ncol(Y)), "<="), c(own, 1))
    found$objval
  }
  alone <- t(apply(Y, 1, function(own) sapply(seq_len(ncol(Y)), function(one) step(own, diag(ncol(Y))[one, ]))))
  steps <- sapply(seq_len(nrow(Y)), function(row) step(Y[row, ], alone[row, ]))
  list(direct = alone, eff = steps)
}

asked <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
answered <- function(case, run) {
  drawn <<- list()
  set.seed(case$seed)
  scores <- as.vector(run(as.data.frame(case$x), seq_len(ncol(case$x))))
  found <- c(case, list(scores = scores))
  if (case$B <= 50) found$drawn <- do.call(rbind, drawn)
  found
}
answer <- list(
  dir = lapply(asked$dir, function(case) answered(case, function(x, all) {
    ci_rbod_dir(x, all, M = case$M, B = case$B, dir = case$direction)$ci_rbod_dir_est
  })),
  spatial = lapply(asked$spatial, function(case) answered(case, function(x, all) {
    ci_rbod_spatial(x, all, M = case$M, B = case$B, W = case$W)$ci_rbod_spatial_est
  })),
  orderm = lapply(asked$orderm, function(case) answered(case, function(x, all) {
    orderm(cbind(x, 1), noutput = max(all), orientation = 2, M = case$M, B = case$B)$eff
  })),
  exact = lapply(asked$exact, function(case) {
    one <- matrix(1, nrow(case$x), 1)
    c(case, list(scores = ordermscore(one, case$x, m = case$M)$output))
  }),
  mdir = lapply(asked$mdir, function(case) answered(case, function(x, all) {
    found <- mdir$now(x, all, M = case$M, B = case$B)
    c(found$ci_rbod_mdir_est, rowMeans(found$ci_rbod_mdir_boot))
  })),
  mdir_earlier = lapply(asked$mdir, function(case) answered(case, function(x, all) {
    mdir$earlier(x, all, M = case$M, B = case$B)$ci_rbod_mdir_est
  }))
)
cat(toJSON(answer, digits = NA, na = "null"))
