"""Engines: expressions of the algebra computed over Arrow tables. The only floor that knows Ibis and DuckDB.

lower (named rewrites) → relations (which rows are joined) → compile (each node in Ibis) → duck (runs it).
"""
