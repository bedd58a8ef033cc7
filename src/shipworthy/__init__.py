"""Shipworthy reviews whether a service is fit to go live and prints the report."""

import atexit
import gc

__version__ = "0.1.0"

# msgspec (0.20 to 0.22 seen, its issue 717) frees its types twice in the interpreter's very last garbage collection:
# two of five processes that had loaded the samples ended with a segmentation fault after all their work was done. What
# is frozen is not collected, and a process that ends needs no collection. Here, because every process imports this.
atexit.register(gc.freeze)
