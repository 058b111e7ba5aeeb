# Golden values of the factor map, written by FactoMineR on an invented table.
#
#   apt-get install --no-install-recommends r-cran-factominer   (R 4.2.2, FactoMineR 2.7)
#   Rscript tests/analysis/golden/mca.R tests/analysis/golden
#
# Writes mca_table.csv (an invented survey: 6 active questions a to f, 2 supplementary ones g
# and h, blanks in a to f; the last 5 lines are supplementary families) and mca.json.
suppressMessages(library(FactoMineR))
folder <- commandArgs(trailingOnly = TRUE)[1]
AXES <- 4
ACTIVE <- 6
FAMILIES <- 60
LATE <- 5

invented <- function() {
  set.seed(20)
  rows <- FAMILIES + LATE
  kind <- sample(1:3, rows, replace = TRUE)
  answer <- function(levels, faithful) {
    ifelse(runif(rows) < faithful, (kind - 1) %% levels + 1, sample(levels, rows, replace = TRUE))
  }
  codes <- mapply(answer, c(3, 2, 4, 3, 3, 2, 3, 2), c(.7, .6, .5, .6, .3, .5, .5, .3))
  table <- as.data.frame(matrix(letters[codes], rows))
  names(table) <- letters[1:8]
  table
}

# A family in six passes each active question; one family passes four of them.
with_blanks <- function(table) {
  blank <- matrix(runif(nrow(table) * ACTIVE) < 1 / 6, nrow(table))
  blank[1, ] <- c(TRUE, TRUE, FALSE, TRUE, TRUE, FALSE)
  for (at in seq_len(ACTIVE)) table[blank[, at], at] <- NA
  table
}

plain <- function(x) unname(as.matrix(x))

told <- function(found) {
  list(
    eigenvalues = unname(found$eig[, "eigenvalue"]),
    columns = plain(found$var$coord),
    contributions = plain(found$var$contrib) / 100,
    cos2 = plain(found$var$cos2),
    rows = plain(found$ind$coord),
    row_cos2 = plain(found$ind$cos2)
  )
}

supplementary <- function(found) {
  list(
    coordinates = plain(found$quali.sup$coord),
    cos2 = plain(found$quali.sup$cos2),
    v_tests = plain(found$quali.sup$v.test),
    rows = plain(found$ind.sup$coord),
    row_cos2 = plain(found$ind.sup$cos2)
  )
}

# Regularised iterative MCA as in Josse, Chavent, Liquet and Husson (2012), step by step and
# unhurried: correspondence analysis of the completed indicator, blanks replaced by its
# shrunken reconstruction of two axes, until nothing moves.
completed <- function(table, axes = 2) {
  Z <- tab.disjonctif.prop(table)
  blank <- do.call(cbind, lapply(table, function(x) {
    matrix(is.na(x), nrow(table), nlevels(factor(x)))
  }))
  free <- ncol(Z) - ncol(table)
  repeat {
    found <- CA(as.data.frame(Z), ncp = free, graph = FALSE)
    roots <- found$svd$vs[1:free]
    noise <- mean(roots[(axes + 1):free]^2)
    shrunk <- (roots[1:axes]^2 - noise) / roots[1:axes]
    guess <- found$svd$U[, 1:axes] %*% diag(shrunk) %*% t(found$svd$V[, 1:axes])
    share <- colMeans(Z)
    filled <- ifelse(blank, t(t(guess + 1) * share), Z)
    if (max(abs(filled - Z)) < 1e-13) return(filled)
    Z <- filled
  }
}

whole <- invented()
holed <- with_blanks(whole)
head <- seq_len(FAMILIES)
late <- FAMILIES + seq_len(LATE)

complete <- MCA(whole, ncp = AXES, ind.sup = late, quali.sup = 7:8, graph = FALSE)

# Specific MCA: the blank is a category that is then excluded from what is analysed.
marked <- holed[head, 1:ACTIVE]
marked[] <- lapply(marked, function(x) factor(ifelse(is.na(x), "zz", x)))
junk <- unlist(lapply(marked, function(x) levels(x) == "zz"))
specific <- MCA(marked, ncp = AXES, excl = which(junk), graph = FALSE)

# What na.method = "Average" does (in 2.7 it fails unless there are supplementary families).
present <- holed[head, ]
present[] <- lapply(present, factor)
fuzzy <- tab.disjonctif.prop(present)
average <- MCA(present, ncp = AXES, quali.sup = 7:8, tab.disj = fuzzy, graph = FALSE)

active <- present[, 1:ACTIVE]
imputed <- completed(active)
regularised <- MCA(active, ncp = AXES, tab.disj = imputed, graph = FALSE)

golden <- list(
  r = R.version.string, factominer = as.character(packageVersion("FactoMineR")),
  complete = c(told(complete), list(supplementary = supplementary(complete))),
  excluded = told(specific),
  average = c(told(average), list(supplementary = list(
    coordinates = plain(average$quali.sup$coord), cos2 = plain(average$quali.sup$cos2)
  ))),
  regularised = c(told(regularised), list(imputed = plain(imputed)))
)
both <- cbind(whole, holed[, 1:ACTIVE])
names(both) <- c(letters[1:8], paste0(letters[1:ACTIVE], "_blank"))
write.csv(both, file.path(folder, "mca_table.csv"), row.names = FALSE, na = "", quote = FALSE)
jsonlite::write_json(golden, file.path(folder, "mca.json"), digits = NA, auto_unbox = TRUE)
