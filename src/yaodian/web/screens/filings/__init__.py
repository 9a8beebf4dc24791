"""Filings: what units have to hand in and by when, where each stands, one filing with its rows and story."""
