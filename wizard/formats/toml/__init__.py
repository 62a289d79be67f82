"""TOML: read by the standard library, edited by the spans of its statements."""
