"""Input that no terminal should send: wrong bytes, absurd reports, sequences that are cut off or mean nothing."""

from random import Random

WRONG = {
    "a byte that is no text": b"\xff",
    "a letter of Latin-1": b"caf\xe9",
    "half a character": b"\xe4\xbd",
    "surrogates": b"\xed\xa0\x80\xed\xb0\x80",
    "a key that is no character": b"\x1b[99999999999u",
    "a key of no number": b"\x1b[1:2;3u",
    "a text that is no character": b"\x1b[97;1;99999999999u",
    "a text of half a character": b"\x1b[97;1;55296u",
    "a window without end": b"\x1b[48;99999;99999;0;0t",
    "a window of nothing": b"\x1b[48;0;0;0;0t\x1b[<0;5;5M\x1b[<0;5;5m",
    "a window nobody has resized": b"\x1b[48;500;500;1;1t\x1b[<35;900;900M",
    "a mouse beside the window": b"\x1b[<0;99999999999999999999;5M\x1b[<0;-7;-9m",
    "an old mouse": b"\x1b[M\xff\xff\xff",
    "a paste without end": b"\x1b[200~w w w",
    "a paste that only ends": b"\x1b[201~\x1b[201~",
    "a paste with wrong bytes": b"\x1b[200~\xff\xfe\x1b]0;x\x07\x1b[201~",
    "a place of the cursor": b"\x1b[99999999999;99999999999R",
    "modes": b"\x1b[?2026;9$y\x1b[?99999;1$y",
    "a title": b"\x1b]0;title\x07",
    "a colour": b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
    "a text without end": b"\x1b]0;title",
    "a device": b"\x1b[?64;1;2;6;9;15;18;21;22c\x1b[>1;7600;0c",
    "a sequence without end": b"\x1b[" + b"1;" * 400,
    "a number without end": b"\x1b[" + b"9" * 5000 + b"u",
    "many escapes": b"\x1b" * 300,
    "other controls": bytes({*range(32)} - {0x03, 0x0D, 0x0A, 0x11, 0x1A, 0x1B, 0x1C}),
    "controls of one byte": bytes(range(0x80, 0xA0)),
}
_LEAVES = (b"\x03", b"\x11", b"\x1a", b"\x1c")


def random_input(random: Random) -> bytes:
    """Some pieces of such input in a row; nothing in it asks to leave or to stop."""
    pieces = b"".join(_piece(random) for _ in range(random.randint(1, 12)))
    for byte in _LEAVES:
        pieces = pieces.replace(byte, b"")
    return pieces


def _piece(random: Random) -> bytes:
    def number() -> str:
        return str(random.choice([0, 1, 5, 27, 48, 97, 255, 1000, 55296, 65536, 1114112, 10**11, 10**30]))

    def numbers() -> str:
        return random.choice([";", ":"]).join(number() for _ in range(random.randint(0, 5)))

    kind = random.randrange(8)
    if kind == 0:
        return random.randbytes(random.randint(1, 40))
    if kind == 1:
        return random.choice(list(WRONG.values()))
    if kind == 2:
        piece = f"\x1b[{random.choice(['', '?', '<', '>', '='])}{numbers()}{chr(random.randint(0x20, 0x7E))}"
    elif kind == 3:
        piece = f"\x1b[{numbers()}{random.choice(['u', '~', 'A', 'M', 'm', 'R', 't', '$y', 'Z', 'I', 'O'])}"
    elif kind == 4:
        piece = f"\x1b{random.choice(']PX^_')}{numbers()}{random.choice(['', chr(7), chr(27) + chr(92)])}"
    elif kind == 5:
        piece = f"\x1b[<{number()};{number()};{number()}{random.choice('mM')}"
    elif kind == 6:
        piece = f"\x1b[48;{number()};{number()};{number()};{number()}t"
    else:
        piece = "".join(chr(random.choice([0x1B, 0x5B, 0x3B, 0x9B, 0x202E, 0x4F60, 0x1F600])) for _ in range(9))
    cut = piece.encode()
    return cut[: random.randint(1, len(cut))] if random.random() < 0.3 else cut
