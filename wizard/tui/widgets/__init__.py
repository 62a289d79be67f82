"""What the screens are made of: lists, diffs, fields, sentences, the footer."""
