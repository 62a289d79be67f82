"""From choices and what is there to one value that says everything a run would change."""
