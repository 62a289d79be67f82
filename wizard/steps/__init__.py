"""The steps of a run as values: what is asked, what can be chosen, what was answered. Every front end shows these."""

NAMES = ("region", "tools", "model", "thinking", "key", "review")
"""The steps in order. Each has its words in the text files below ``steps.<name>``."""
