"""The three numbers of the door, in one place; `method` prints them with the limit."""

# Families: the smallest group that is described (CNIL and DREES practice for health data: 11).
K = 11
# Families: counts are told to the nearest multiple; Statistics Canada rounds to the same base.
BASE = 5
# Families: a zone of fewer is joined to a neighbour, a share of a group of fewer is told in words;
# under it nine intervals in ten say nothing.
FLOOR = 20
