"""``python -m summariser``."""

from __future__ import annotations

from summariser.cli.main import main

main()
