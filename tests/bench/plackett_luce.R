# Seconds of R's PlackettLuce and qvcalc on one file of ranks (a line per ballot, a number per item, 0 for unranked), the best of
# several runs, and what they give, as lines `name numbers..`. A second file holds a covariance matrix: the quasi-variances of
# it are timed alone, for where PlackettLuce is not installed. A package that R does not find: a line `missing name`.
files <- commandArgs(TRUE)
found <- function(package) {
  there <- requireNamespace(package, quietly = TRUE)
  if (!there) cat("missing", package, "\n")
  there
}
told <- function(name, numbers) cat(name, sprintf("%.17g", numbers), "\n")
timed <- function(task) {
  best <- Inf
  for (run in 1:7) best <- min(best, system.time(for (i in 1:3) task())[[3]] / 3)
  best
}
if (found("qvcalc")) {
  covariance <- as.matrix(read.table(files[2]))
  dimnames(covariance) <- list(seq_len(nrow(covariance)), seq_len(nrow(covariance)))
  told("quasi_seconds", timed(function() qvcalc::qvcalc(covariance)))
  told("quasi_variance_alone", qvcalc::qvcalc(covariance)$qvframe$quasiVar)
}
if (found("PlackettLuce")) {
  library(PlackettLuce)
  ranks <- as.rankings(as.matrix(read.table(files[1])))
  fitted <- function() PlackettLuce(ranks, npseudo = 0)
  fit <- fitted()
  told("fit_seconds", timed(fitted))
  told("vcov_seconds", timed(function() vcov(fit)))
  told("qvcalc_seconds", timed(function() qvcalc::qvcalc(fit)))
  worth <- as.vector(coef(fit))
  told("log_worth", worth - mean(worth))
  items <- length(worth)
  centred <- diag(items) - 1 / items
  told("std_error", sqrt(diag(centred %*% vcov(fit) %*% centred)))
  told("quasi_variance", qvcalc::qvcalc(fit)$qvframe$quasiVar)
}
