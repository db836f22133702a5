# Reads cases as JSON, writes what functions of Compind answer to them. Called by record_compind_years.py with the
# folder that holds the sources of Compind and of nonparaeff's ar.dual.dea; needs r-base-core, r-cran-jsonlite,
# r-cran-lpsolve and r-cran-boot.

library(jsonlite)
library(lpSolve)
library(boot)
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) readLines(file.path(folder, "R", name))
run <- function(lines) eval(parse(text = lines), globalenv())
for (name in c("ar_dual_dea.r", "ci_bod_constr.R", "ci_bod_var_w.R", "ci_geom_bod_intertemp.R", "ci_bod_time_decomp.R")) {
  run(read(name))
}

# The benefit of the doubt that Compind asks of Benchmarking::dea (input-oriented, constant returns), by lpSolve.
ci_bod <- function(x, indic_col) {
  y <- as.matrix(x[, indic_col, drop = FALSE])
  score <- function(own) lp("max", own, y, rep("<=", nrow(y)), rep(1, nrow(y)))$objval
  list(ci_bod_est = apply(y, 1, score))
}

# Every sample with replacement in the place of drawn ones, as boot and boot.ci take them.
every_boot <- function(data, statistic, R) {
  places <- as.matrix(expand.grid(rep(list(seq_along(data)), length(data))))
  list(t0 = statistic(data, seq_along(data)), t = apply(places, 1, function(place) statistic(data, place)))
}
every_boot_ci <- function(drawn, conf, type) {
  centre <- 2 * drawn$t0 - mean(drawn$t)
  reach <- qnorm((1 + conf) / 2) * sqrt(mean((drawn$t - mean(drawn$t))^2))
  list(normal = c(conf, centre - reach, centre + reach))
}

# Compind's z-scores subtract the means from a matrix as R lays vectors out: down the rows. Beside its own answer
# stands that of the same source with this one line the other way round.
mpi <- read("ci_bod_constr_mpi.R")
line <- grep("z = ((x_num-Ma)/Sqm)*S + M", mpi, fixed = TRUE)
stopifnot(length(line) == 1)
run(mpi)
as_it_is <- ci_bod_constr_mpi
mpi[line] <- "z = t((t(x_num)-Ma)/Sqm)*S + M"
run(mpi)
by_column <- ci_bod_constr_mpi

penalised <- function(x, low, high, penalty) {
  own <- as_it_is(x, seq_len(ncol(x)), high, low, penalty)
  mended <- by_column(x, seq_len(ncol(x)), high, low, penalty)
  list(
    scores = own$ci_bod_constr_est_mpi, penalised = own$ci_bod_constr_mpi_pen,
    by_column = mended$ci_bod_constr_mpi_pen
  )
}

cases <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
answer <- list()
answer$variances <- lapply(cases$variances, function(case) {
  set.seed(case$seed)
  c(case, list(scores = ci_bod_var_w(case$x, seq_len(ncol(case$x)), 5000)$ci_bod_var_w_est))
})
boot <- every_boot
boot.ci <- every_boot_ci
answer$every_sample <- lapply(cases$every_sample, function(case) {
  c(case, list(scores = ci_bod_var_w(case$x, seq_len(ncol(case$x)), 0)$ci_bod_var_w_est))
})
answer$penalty <- lapply(cases$penalty, function(case) {
  alike <- scale(case$x) * 10 + 100
  c(case, list(
    positive = penalised(case$x, case$low, case$high, "POS"),
    negative = penalised(case$x, case$low, case$high, "NEG"),
    of_z_scores = penalised(alike, case$low, case$high, "POS")
  ))
})
answer$time <- lapply(cases$time, function(case) {
  found <- ci_bod_time_decomp(data.frame(id = case$id, time = case$time, case$x), "id", "time", paste0("X", 1:3))
  c(case, list(answer = as.list(found)))
})
answer$geometric <- lapply(cases$geometric, function(case) {
  columns <- seq_len(ncol(case$x0))
  found <- ci_geom_bod_intertemp(case$x0, case$x1, columns, case$high, case$low, case$benchmark)
  weights <- lapply(list(w0 = case$x0, w1 = case$x1), function(x) {
    ci_bod_constr(x, columns, case$high, case$low)$ci_bod_constr_weights
  })
  frames <- try(ci_geom_bod_intertemp(
    data.frame(case$x0), data.frame(case$x1), columns, case$high, case$low, case$benchmark
  ), silent = TRUE)
  c(case, weights, list(effects = found$ci_geom_bod_intertemp_est, frames = inherits(frames, "try-error")))
})
cat(toJSON(answer, digits = NA, na = "null", auto_unbox = TRUE))
