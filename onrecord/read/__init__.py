"""Bytes -> documents: one format, one file."""

from onrecord.read.folder import read_paths
from onrecord.read.limits import Limits
from onrecord.read.outcome import Outcome

__all__ = ["Limits", "Outcome", "read_paths"]
