"""E-mail automation for secretariats that coordinate many organizations."""

__version__ = "0.1.0"
