"""A planted key is looked for in everything the program can make."""
