"""What a run does with a session: make a plan, find out whether it can be written, write it."""
