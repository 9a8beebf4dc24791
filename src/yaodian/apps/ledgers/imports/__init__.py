"""Importing sheets into registers: read, staged, compared, checked, confirmed in one short transaction, undone as a batch.

services   what pages and the API call: upload, map headings, decide, confirm, cancel, undo
works      the background jobs behind them
tables     a file's tables and which column each heading is (headings)
values     cells to stored values, column by column (lookups: units, people, rows of other registers)
staging    the staging table, written in short pieces
matching   staged rows against stored ones: new, changed, same, gone
findings   what is wrong with staged rows; report: the rows to mend as a workbook
committing the one transaction; undoing: its reverse; keeping: who may say that a row must stay
"""
