"""YAML: read by PyYAML, edited by the marks of its nodes."""
