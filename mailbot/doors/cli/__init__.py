"""The command line. Errors become one clear line on stderr and the exit status of the contract:
0 done, 1 something in the input was refused, 2 wrong usage or configuration."""

from mailbot.doors.cli.main import main

__all__ = ["main"]
