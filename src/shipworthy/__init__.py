"""Shipworthy reviews whether a service is fit to go live and prints the report."""

__version__ = "0.1.0"
