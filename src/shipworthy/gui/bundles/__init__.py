"""Bundles in the window: a review is sent to a colleague, and what comes back is looked at before it is merged."""
