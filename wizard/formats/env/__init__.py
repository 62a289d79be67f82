"""``.env`` files, as each of the programs that read them sees them."""
