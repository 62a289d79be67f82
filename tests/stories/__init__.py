"""Whole stories: the real program in a terminal, and the same story through every front end."""
