"""The full-screen wizard, driven by keys."""
