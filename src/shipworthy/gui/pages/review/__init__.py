"""The parts of the Review page: what keys mean, the way through the questions, and the panes."""
