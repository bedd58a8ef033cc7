"""What reports say, in plain values: one module for each subject."""
