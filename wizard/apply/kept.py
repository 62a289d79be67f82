"""How long changes are remembered unless another number is asked for. Apart, as every command line needs to know."""

from typing import Final

KEPT_CHANGES: Final = 100
KEPT_DAYS: Final = 365
