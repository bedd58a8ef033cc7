"""What things are: frozen dataclasses and pure functions, with no input, output, clock or random id of their own."""
