"""JSON, JSONC and JSON5: read, and edited in place, also where a file has 20 MB."""
