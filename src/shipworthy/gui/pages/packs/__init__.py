"""The parts of the Packs page."""
