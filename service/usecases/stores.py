"""Whole stores: what one holds, moving it, a backup of it and its return."""
