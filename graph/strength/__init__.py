"""Closeness of a tie, from what was stated and what happened; 0 to 1, larger is closer."""
