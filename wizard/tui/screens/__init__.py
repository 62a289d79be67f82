"""The screens, one module each. A screen asks one thing and decides for one value."""
