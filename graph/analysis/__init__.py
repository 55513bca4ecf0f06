"""Measures of social network analysis: who stands where, on a stated view of a day."""
