# Profiles by FactoMineR: factor map, then hierarchical clustering that chooses its number by itself.
# Rscript hcpc.R FOLDER: reads table.csv (completed answers) and fuzzy.csv (completed indicator),
# writes classes.csv.
suppressMessages(library(FactoMineR))
folder <- commandArgs(TRUE)[1]
table <- read.csv(file.path(folder, "table.csv"), colClasses = "factor")
fuzzy <- as.matrix(read.csv(file.path(folder, "fuzzy.csv"), check.names = FALSE))
map <- MCA(table, ncp = 5, tab.disj = fuzzy, graph = FALSE)
found <- HCPC(map, nb.clust = -1, graph = FALSE)
write.csv(data.frame(class = as.integer(found$data.clust$clust)), file.path(folder, "classes.csv"),
          row.names = FALSE)
