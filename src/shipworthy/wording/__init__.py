"""The product's words in one language: what window, terminal and reports say."""

from shipworthy.wording.figures import DASH, file_size, whole_percent
from shipworthy.wording.wording import Wording

__all__ = ["DASH", "Wording", "file_size", "whole_percent"]
