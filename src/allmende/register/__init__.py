"""Bodies with their keys, dated names, kinds, parents and figures, and who may act for whom."""
