"""What a user can do: one function per action, called alike by window, terminal and tests."""
