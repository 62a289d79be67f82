"""The wizard as numbered questions, one line after the other: for screen readers and terminals without a screen."""
