"""Getting in and out: login, passwords, one-time links, language, acting in another post."""
