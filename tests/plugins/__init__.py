"""Tools of other packages."""
