"""Snapshots: what is read, and what is refused without being opened."""
