# Seconds per fisher.test() and its p-value for each table of a file: lines of a name, the number of rows, the counts by row.
# A small workspace is fast, because R clears it first; a larger one is taken where a table needs it.
test <- function(table, workspace) fisher.test(table, workspace = workspace)
for (line in strsplit(readLines(commandArgs(TRUE)[1]), " ")) {
  numbers <- as.numeric(line[-1])
  table <- matrix(numbers[-1], nrow = numbers[1], byrow = TRUE)
  workspace <- 2e5
  while (inherits(try(test(table, workspace), silent = TRUE), "try-error") && workspace < 2e8) workspace <- workspace * 10
  times <- 0
  start <- proc.time()[[3]]
  while (times == 0 || proc.time()[[3]] - start < 0.5) {
    p <- test(table, workspace)$p.value
    times <- times + 1
  }
  seconds <- (proc.time()[[3]] - start) / times
  cat(sprintf('{"name": "%s", "seconds": %.9g, "p": %.17g, "workspace": %.0f}\n', line[1], seconds, p, workspace))
}
