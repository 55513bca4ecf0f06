"""FastAPI service, command line and everything that happens in order."""
