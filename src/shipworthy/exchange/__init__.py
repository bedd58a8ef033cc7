"""Files in and out: answers files and what other tools read and write."""
