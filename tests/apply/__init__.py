"""The writer, the history and undo on a disk that works."""
