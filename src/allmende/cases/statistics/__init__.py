"""Statistics that tell nothing about a person: frozen rows, fixed tables, protected, checked by comparison.

Pure. The way of a table: rows of a key date (`rows`) are counted by a definition of the fixed catalogue
(`tables`), protected by rounding or suppression (`protecting`, `suppression`), and what stays possible for
each small number is computed anew by other means (`bounds`), also over all earlier releases (`releases`).
"""
