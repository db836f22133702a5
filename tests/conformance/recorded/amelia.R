# Reads tables with gaps as JSON (a list of matrices, null for a gap), writes for each of them the mean and
# the covariance that the EM algorithm of Amelia settles at, and the values with the conditional means.
# Called by record_em.py; needs r-base-core, r-cran-amelia and r-cran-jsonlite.

suppressMessages({ library(Amelia); library(jsonlite) })

moments <- function(x) {
  found <- amelia(x, m = 1, p2s = 0, boot.type = "none", tolerance = 1e-14, incheck = TRUE)
  # Amelia standardises the columns and sorts them by their number of gaps.
  back <- order(order(colSums(is.na(x))))
  scale <- apply(x, 2, sd, na.rm = TRUE)
  mean <- colMeans(x, na.rm = TRUE) + scale * found$mu[back, 1]
  covariance <- found$covMatrices[back, back, 1] * outer(scale, scale)
  for (row in which(rowSums(is.na(x)) > 0)) {
    gap <- is.na(x[row, ])
    move <- solve(covariance[!gap, !gap], x[row, !gap] - mean[!gap])
    x[row, gap] <- mean[gap] + covariance[gap, !gap, drop = FALSE] %*% move
  }
  list(mean = unname(mean), covariance = unname(covariance), filled = unname(x))
}

tables <- fromJSON(readLines(file("stdin")), simplifyMatrix = FALSE, simplifyVector = FALSE)
tables <- lapply(tables, function(table) {
  t(sapply(table, function(row) sapply(row, function(cell) if (is.null(cell)) NA_real_ else cell)))
})
answer <- list(version = as.character(packageVersion("Amelia")), found = lapply(tables, moments))
cat(toJSON(answer, digits = NA, auto_unbox = TRUE))
