# Asks kedd for bandwidths by cross-validation: a folder with its UCV.R and MLCV.R is named, the cases
# come as JSON on the standard input, the answers go to the standard output. Of its kernels only the
# Epanechnikov's is asked for: it, its convolution, its second moment and ∫ K² stand here anew, as
# kernel_fun_der, kernel_fun_conv, A2_kM and A3_kMr of its utils.R have them for order 0.
library(jsonlite)

folder <- commandArgs(trailingOnly = TRUE)[1]
kernel_fun_der <- function(kernel, u, deriv.order = 0) 3 / 4 * (1 - u^2) * (abs(u) <= 1)
kernel_fun_conv <- function(kernel, u, deriv.order = 0) {
  a <- abs(u)
  (3 / 5 - 3 / 160 * a^5 + 3 / 8 * a^3 - 3 / 4 * a^2) * (a <= 2)
}
A2_kM <- function(kernel) 1 / 5
A3_kMr <- function(kernel, r) 3 / 5
for (name in c("UCV.R", "MLCV.R")) source(file.path(folder, name))

answer <- function(case) {
  ends <- unlist(case$ends)
  x <- unlist(case$x)
  squares <- h.ucv(x, kernel = "epanechnikov", lower = ends[1], upper = ends[2], tol = 1e-10)
  likelihood <- h.mlcv(x, kernel = "epanechnikov", lower = ends[1], upper = ends[2], tol = 1e-10)
  c(case, list(
    squares = squares$h, least = squares$min.ucv,
    likelihood = likelihood$h, largest = likelihood$mlcv
  ))
}
cases <- fromJSON(file("stdin"), simplifyVector = FALSE)
cat(toJSON(lapply(cases, answer), auto_unbox = TRUE, digits = NA))
