"""The catalog as data."""
