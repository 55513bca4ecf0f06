"""Wire shapes: strict on the way in, with an example on every field; one file per noun."""
