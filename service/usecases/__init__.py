"""Use cases: what the service does, knowing neither HTTP nor a database."""
