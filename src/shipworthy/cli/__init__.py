"""The same actions as in the window, from a terminal; one module per group of commands, joined in command_line."""

from shipworthy.cli.command_line import run, terminal

__all__ = ["run", "terminal"]
