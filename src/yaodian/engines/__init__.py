"""Engines: expressions and measures computed over Arrow tables. The only floor that knows Ibis, DuckDB and Spark.

lower (named rewrites) → relations (which rows are joined) → compile (each node in Ibis) → duck or spark (runs it);
scan (what measures take from rows, in one query) → measures (parts, added up over units).
"""
