"""Reads of the money."""
