"""Laws and cases of the editors."""
