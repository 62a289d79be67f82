"""The only code that writes: all files of a change or none, a history of every change, and the way back."""
