"""The variables that steer the suite, read when it is loaded, before each test gets a home of its own."""

import os
from pathlib import Path
from typing import Final

REAL_HOME: Final = Path.home()

CACHE: Final = Path(os.environ.get("ACCEPTANCE_CACHE") or REAL_HOME / ".cache" / "coding-plan-wizard-acceptance")
"""Where the clients are installed; about 2 GB."""

FULL: Final = bool(os.environ.get("ACCEPTANCE_FULL"))
"""Every client with every region, model and thinking, instead of every pair of them."""

LATEST: Final = bool(os.environ.get("ACCEPTANCE_LATEST"))
"""The newest versions instead of the pinned ones; failures are then only reported."""

REQUIRED: Final = bool(os.environ.get("ACCEPTANCE_REQUIRED"))
"""Fail where the suite would be skipped."""
