# Reads tables (regions, columns) as JSON, writes what R's hclust, cutree, kmeans, and pam and silhouette of its package
# cluster answer; a case without a table is about USArrests, scaled. Called by record_trees.py; needs r-base-core,
# r-recommended and r-cran-jsonlite.

library(jsonlite)
library(cluster)
methods <- c(ward = "ward.D2", average = "average", complete = "complete", single = "single", weighted = "mcquitty",
             centroid = "centroid", median = "median")
tree <- function(x, name) {
  squared <- name %in% c("centroid", "median")
  apart <- dist(x)
  found <- hclust(if (squared) apart^2 else apart, method = methods[[name]])
  list(heights = if (squared) sqrt(found$height) else found$height, groups = cutree(found, k = 2:6))
}
answered <- function(case) {
  if (is.null(case$x)) case$x <- unname(scale(as.matrix(USArrests)))
  x <- as.matrix(case$x)
  trees <- sapply(names(methods), function(name) tree(x, name), simplify = FALSE)
  medoids <- lapply(2:5, function(k) pam(x, k, metric = case$metric))
  set.seed(1)
  c(list(x = x, metric = case$metric, trees = trees),
    list(medoids = lapply(medoids, function(found) unname(found$clustering)),
         widths = lapply(medoids, function(found) {
           unname(silhouette(found$clustering, dist(x, method = case$metric))[, "sil_width"])
         }),
         cost = sapply(medoids, function(found) found$objective[["swap"]]),
         within = sapply(2:5, function(k) kmeans(x, k, nstart = 200, iter.max = 100)$tot.withinss)))
}
cases <- fromJSON(readLines(file("stdin"), warn = FALSE), simplifyVector = TRUE, simplifyDataFrame = FALSE)
cat(toJSON(list(version = paste(R.version$major, R.version$minor, sep = "."),
                cluster = as.character(packageVersion("cluster")),
                cases = lapply(cases, answered)), digits = NA, auto_unbox = TRUE))
