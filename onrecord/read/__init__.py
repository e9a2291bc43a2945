"""Bytes -> documents: one format, one file."""

from onrecord.read.folder import read_paths
from onrecord.read.outcome import Outcome

__all__ = ["Outcome", "read_paths"]
