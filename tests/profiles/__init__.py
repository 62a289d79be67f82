"""Saved choices."""
