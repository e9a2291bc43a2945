"""Files -> casefile: every file ends in one state, and nothing is lost in silence."""

from onrecord.intake.intake import STATES, Options, read_into

__all__ = ["STATES", "Options", "read_into"]
