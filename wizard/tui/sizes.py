"""The sizes of windows that the stylesheet tells apart."""

LEAST_WIDTH, LEAST_HEIGHT = 60, 20
WIDE = 100
"""From this width on, there is room for two things side by side."""
WIDTHS = [(0, "-tiny"), (LEAST_WIDTH, "-narrow"), (80, "-medium"), (WIDE, "-wide")]
HEIGHTS = [(0, "-flat"), (LEAST_HEIGHT, "-low"), (24, "-usual"), (32, "-high")]


def size_classes(width: int, height: int) -> tuple[str, ...]:
    """The classes of a window of that size, so that a screen has them before it is laid out for the first time."""
    return tuple(
        [name for least, name in steps if least <= size][-1] for steps, size in ((WIDTHS, width), (HEIGHTS, height))
    )
