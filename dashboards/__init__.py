"""Pages, figures and the words that readers see."""
