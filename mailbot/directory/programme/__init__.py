"""The programme file (YAML) in and out: contract, section 1."""

from mailbot.directory.programme.dump import dump
from mailbot.directory.programme.load import load_file, load_text

__all__ = ["dump", "load_file", "load_text"]
