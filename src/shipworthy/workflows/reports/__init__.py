"""Reports: what leaves the building. `making` is the way in; the others read a subject each from the store."""
