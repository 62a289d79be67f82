"""The full-screen wizard: the same steps as the command line, one screen each."""
