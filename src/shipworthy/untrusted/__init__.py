"""The only door for files we did not write: their size, depth and shape are bounded before anything looks at them."""
