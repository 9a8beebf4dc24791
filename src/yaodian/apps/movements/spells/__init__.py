"""Spells (就读经历): what the files say about them (deciding), writing it down whenever files change (following)."""
