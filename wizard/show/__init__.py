"""What all front ends share: results and errors as text and as JSON, and the one gate to the terminal."""
