"""State: Django apps, lowest first: audit, orgs, files and jobs, notices, … plans."""
