"""Reports: from a review to a page that leaves the building, drawn in a process of its own."""
