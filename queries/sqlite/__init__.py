"""The embedded store, one module a noun; :mod:`queries.sqlite_store` puts them together."""
