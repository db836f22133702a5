# Reads cases as JSON, writes what FactoMineR and Compind's ci_factor_mixed answer to them. Called by
# record_mixed.py with the folder that holds ci_factor_mixed.R of Compind; needs r-base-core, r-cran-jsonlite and
# r-cran-factominer. Also the wine data of FactoMineR, of which a manual prints results.

library(jsonlite)
library(FactoMineR)
folder <- commandArgs(trailingOnly = TRUE)[1]
source(file.path(folder, "ci_factor_mixed.R"))

answered <- function(case) {
  table <- as.data.frame(case$x)
  for (column in case$qualitative) table[[column + 1]] <- factor(table[[column + 1]])
  most <- ncol(table) + sum(sapply(table, nlevels))
  found <- FAMD(table, ncp = most, graph = FALSE)
  each <- lapply(c(one = "ONE", all = "ALL", two = "CH"), function(method) {
    said <- ci_factor_mixed(table, seq_len(ncol(table)), method = method, dim = 2)
    list(scores = as.vector(said$ci_factor_est), weights = as.vector(said$loadings_fact))
  })
  list(factominer = c(case, list(
    eigenvalues = found$eig[, 1],
    coordinates = unname(found$ind$coord),
    squared = unname(found$var$coord[names(table), ])
  )), compind = c(case, each))
}

cases <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
both <- lapply(cases, answered)
data(wine)
codes <- wine
for (column in 1:2) codes[[column]] <- as.integer(wine[[column]])
found <- FAMD(wine[, 1:29], ncp = 4, graph = FALSE)
answer <- list(
  version = as.character(packageVersion("FactoMineR")),
  factominer = lapply(both, function(one) one$factominer),
  compind = lapply(both, function(one) one$compind),
  wine = list(list(
    columns = names(wine)[1:29],
    x = unname(as.matrix(codes[, 1:29])),
    eigenvalues = found$eig[1:4, 1],
    squared = unname(found$var$coord[names(wine)[1:29], ])
  ))
)
cat(toJSON(answer, digits = NA))
