"""The product's words in one language: what window, terminal and reports say."""

from shipworthy.wording.wording import DASH, Wording, file_size, whole_percent

__all__ = ["DASH", "Wording", "file_size", "whole_percent"]
