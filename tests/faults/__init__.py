"""The writer on a disk that fails, under a process that dies, and for users that may not."""
