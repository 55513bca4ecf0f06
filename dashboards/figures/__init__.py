"""From a result to a figure."""
