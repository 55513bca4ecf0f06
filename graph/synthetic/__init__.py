"""Seeded networks, and worlds whose truth is known, for tests and benchmarks."""

from graph.synthetic.networks import acquaintances, chain, in_post, random_network

__all__ = ["acquaintances", "chain", "in_post", "random_network"]
