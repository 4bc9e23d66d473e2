"""Whoever is outside: asked through a visible queue, so that what fails there blocks nothing here."""
