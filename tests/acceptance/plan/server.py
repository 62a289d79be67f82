"""The stand-in on a socket: HTTPS on the plan's hosts, every request into a file, one JSON object a line."""

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.acceptance.plan.answers import answer
from tests.acceptance.plan.exchange import Request


class PlanServer(ThreadingHTTPServer):
    """Answers as the plan on ``address``; ``record`` is the file that gets the requests."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], certificate: Path, record: Path, fault: str) -> None:
        super().__init__(address, _Handler)
        self.record, self.fault = record, fault
        self.writing = threading.Lock()
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate)

    def finish_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  the base class's types
        """Shake hands in the connection's own thread, so that a caller that stalls holds up nobody."""
        try:
            encrypted = self._tls.wrap_socket(request, server_side=True)
        except OSError as error:
            self.note({"handshake": str(error)})
            return
        with encrypted:
            super().finish_request(encrypted, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  the base class's types
        """A caller that hangs up is no news."""

    def note(self, line: dict[str, Any]) -> None:
        """Add a line to the record."""
        with self.writing, self.record.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PlanServer

    def do_POST(self) -> None:
        self._respond()

    def do_GET(self) -> None:
        self._respond()

    def do_HEAD(self) -> None:
        self._respond()

    def _respond(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        if self.headers.get_all("authorization", []) and len(self.headers.get_all("authorization", [])) > 1:
            headers["api-key"] = "a second Authorization header"
        body = _json(self._read())
        host = headers.get("host", "").partition(":")[0]
        request = Request(host, self.command, self.path, headers, body)
        response = answer(request, self.server.fault)
        self.server.note(
            {
                "host": host,
                "method": self.command,
                "path": self.path,
                "headers": headers,
                "body": body,
                "status": response.status,
            }
        )
        self.send_response(response.status)
        content = b"" if self.command == "HEAD" else response.content
        if content:
            self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _read(self) -> bytes:
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        parts: list[bytes] = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def log_message(self, *_: object) -> None:
        """The record says it all."""


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
