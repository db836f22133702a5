# Reads cases as JSON, writes what Compind's ci_ogwa answers to them. Called by record_ogwa.py with the folder that
# holds ci_ogwa.R (Compind) and gwmodel.R (gw.weight, gw.mean.cv and gold of GWmodel); needs r-base-core and
# r-cran-jsonlite. Stand-ins here: a table with coordinates, planar distances, and the bandwidths of local means
# (of bw.gwss.average only the row that ci_ogwa reads).

library(jsonlite)
folder <- commandArgs(trailingOnly = TRUE)[1]
for (name in c("ci_ogwa.R", "gwmodel.R")) source(file.path(folder, name))

setClass("Places", representation(coords = "matrix", data = "data.frame"))
SpatialPointsDataFrame <- function(coords, data) new("Places", coords = coords, data = data)
gw.dist <- function(dp.locat, focus, longlat = FALSE) {
  sqrt(colSums((t(dp.locat) - dp.locat[focus, ])^2))
}
given <- NULL
bw.gwss.average <- function(data, vars, kernel, adaptive, longlat, dMat) {
  if (!is.null(given)) return(matrix(given, 2, length(vars)))
  found <- sapply(vars, function(name) {
    gold(gw.mean.cv, max(dMat) / 5000, max(dMat), adapt.bw = FALSE, data@data[[name]], kernel, FALSE,
         data@coords, 2, 0, FALSE, dMat)
  })
  rbind(found, NA)
}

answered <- function(case) {
  given <<- if (is.null(case$bandwidth)) NULL else case$bandwidth
  found <- ci_ogwa(as.data.frame(case$x), "id", seq_len(ncol(case$x)), case$count, case$places,
                   kernel = case$kernel, adaptive = case$adaptive)
  c(case, list(at_least = found$CI_OGWA_p, more_than = found$CI_OGWA_n, bandwidths = unname(found$bw[1, ])))
}
cases <- fromJSON(readLines(file("stdin")), simplifyDataFrame = FALSE)
cat(toJSON(lapply(cases, answered), digits = NA, auto_unbox = TRUE))
