"""The command line ``restu``: all that the service does, from a terminal."""


def main() -> None:
    """Run the command line."""
