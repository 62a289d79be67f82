"""A second, plain reader of ``.env`` files, which has no part in editing them."""

from wizard.formats.edits import Value


def read_env(source: bytes) -> Value:
    """All variables of ``source`` with their values; the last assignment counts.

    Raises:
        ValueError: the source is not UTF-8 text.
    """
    # To every program a byte order mark is part of the first name, which is then none.
    lines = source.decode().replace("\r\n", "\n").split("\n")
    found: dict[str, Value] = {}
    while lines:
        line = lines.pop(0).rstrip("\r")
        name, equals, rest = line.partition("=")
        name = name.strip(" \t")
        if name.startswith(("export ", "export\t")):
            name = name[len("export") :].strip(" \t")
        if not equals or not name.isascii() or not name.isidentifier():
            continue
        found[name] = "" if _is_comment(rest) else _value(rest.lstrip(" \t"), lines)
    return found


def _is_comment(rest: str) -> bool:
    return rest[:1] in {" ", "\t"} and rest.lstrip(" \t").startswith("#")


def _value(rest: str, following: list[str]) -> str:
    quote = rest[:1]
    if quote not in {"'", '"'} or not quote:
        return _bare(rest)
    taken, body = 0, rest[1:]
    while True:
        text, tail, closed = _until(body, quote)
        if closed:
            if tail.strip(" \t\r") and not tail.lstrip(" \t").startswith("#"):
                return _bare(rest)
            del following[:taken]
            return text
        if taken == len(following):
            return _bare(rest)
        body += "\n" + following[taken]
        taken += 1


def _until(body: str, quote: str) -> tuple[str, str, bool]:
    """The text up to the closing ``quote``, what follows on its line, and whether there is one."""
    parts: list[str] = []
    index = 0
    while index < len(body):
        char = body[index]
        if char == "\\" and quote == '"' and index + 1 < len(body):
            following = body[index + 1]
            parts.append({"n": "\n", "r": "\r", "t": "\t"}.get(following, following))
            index += 2
            continue
        if char == quote:
            return "".join(parts), body[index + 1 :], True
        parts.append(char)
        index += 1
    return "", "", False


def _bare(rest: str) -> str:
    for index, char in enumerate(rest):
        if char == "#" and index and rest[index - 1] in " \t":
            return rest[:index].rstrip(" \t\r")
    return rest.rstrip(" \t\r")
