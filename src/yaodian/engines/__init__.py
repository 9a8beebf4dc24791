"""Engines: expressions and measures computed over Arrow tables. The only floor that knows Ibis, DuckDB and Spark.

lower (named rewrites) → relations (which rows are joined) → compile (each node in Ibis) → duck or spark (runs it);
layers (what expressions have in common, once) → scan (what measures take from rows, in one query) → measures (parts, added
up over units) → exact, columns (figures of very many units). flat: snapshots in which a referred row's columns stand beside.
"""
