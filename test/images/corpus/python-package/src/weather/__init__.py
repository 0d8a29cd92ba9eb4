"""Tells the weather."""
