"""Tests see the embedded gazetteer alone, whatever places the one who runs them has loaded."""

from __future__ import annotations

import os

os.environ["ONRECORD_PLACES"] = ""
