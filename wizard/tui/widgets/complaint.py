"""The sentence that says what is wrong, in its place; it takes no room while there is nothing to say."""

from textual.widgets import Static

from wizard.tui.widgets.prose import Prose


class Complaint(Static):
    """What is wrong, marked with a glyph beside its colour; ``good`` for a sentence that is none."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(id="problem")
        self.show(sentence)

    def show(self, sentence: str, *, good: bool = False) -> None:
        """Say ``sentence``, or nothing more where it is empty."""
        self.sentence = sentence
        self.display = bool(sentence)
        self.set_class(good, "-good")
        self.update(Prose(f"{'✓' if good else '!'} {sentence}"))
