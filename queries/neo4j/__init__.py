"""The Neo4j store, one module a noun; :mod:`queries.neo4j_store` puts them together."""
