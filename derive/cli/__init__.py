"""The command ``derive``: a module for each of its commands, by name, and what they share.

The modules of the commands hold options and help, and import what proves and writes when they
run, so that ``derive --help`` waits for no SymPy.
"""

from derive.cli.group import main

__all__ = ["main"]
