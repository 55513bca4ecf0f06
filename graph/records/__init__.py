"""Frozen records: what people state about partners, contacts and their relationships.

A record holds what was said. What a store adds (version, author, time) is in
:class:`graph.records.stored.Stored`.
"""
