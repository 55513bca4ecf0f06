"""One page per question: ask the desk, draw, explain."""
