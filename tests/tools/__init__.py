"""What each tool is set to, value for value."""
