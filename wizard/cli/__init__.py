"""The command line: flags, what is printed, and exit codes."""
