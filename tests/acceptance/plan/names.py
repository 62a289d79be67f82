"""A name server that knows no name and notes which ones were asked for: the trace of every other host."""

import json
import socketserver
from collections.abc import Callable
from pathlib import Path

_NO_SUCH_NAME = b"\x81\x83"


class NameServer(socketserver.ThreadingUDPServer):
    """Answers each question with "no such name"; ``record`` is the file that gets the names."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], record: Path) -> None:
        super().__init__(address, _Handler)
        self.record = record


class _Handler(socketserver.BaseRequestHandler):
    server: NameServer
    request: tuple[bytes, "_Socket"]

    def handle(self) -> None:
        question, sock = self.request
        name, end = _name(question)
        with self.server.record.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"name": name}) + "\n")
        counts = b"\x00\x01\x00\x00\x00\x00\x00\x00"
        sock.sendto(question[:2] + _NO_SUCH_NAME + counts + question[12 : end + 4], self.client_address)


class _Socket:
    sendto: Callable[[bytes, object], int]


def _name(question: bytes) -> tuple[str, int]:
    """The name a DNS message asks for, and where it ends."""
    labels, at = [], 12
    while at < len(question) and question[at]:
        labels.append(question[at + 1 : at + 1 + question[at]].decode("ascii", "replace"))
        at += 1 + question[at]
    return ".".join(labels), at + 1
