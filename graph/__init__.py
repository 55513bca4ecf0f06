"""Records, the network and every measure. Pure: no web, no database."""
