"""Run the command line with ``python -m geo.cli``."""

from __future__ import annotations

import sys

from . import main

sys.exit(main())
