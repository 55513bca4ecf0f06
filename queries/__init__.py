"""The two stores that fulfil :mod:`graph.ports`, and the query files they run."""
