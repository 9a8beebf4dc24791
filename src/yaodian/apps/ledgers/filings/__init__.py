"""Filings (上报): opened for each period, handed in by units, approved or returned by the register's office, amended."""
