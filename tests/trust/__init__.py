"""What others put into a home or a state folder is not obeyed."""
