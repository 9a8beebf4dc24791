"""The REST API: every register's rows for other systems, by token, described in OpenAPI."""
