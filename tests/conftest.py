"""No test sees what the user has loaded with 'onrecord places load'."""

from __future__ import annotations

import os

os.environ["ONRECORD_PLACES"] = ""
