"""What every request must pass and every answer must carry, whatever the page: the outermost layer of the web."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from onrecord.codec import dump_line

type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Scope, Receive, Send], Awaitable[None]]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
LONGEST_PATH = 4096  # bytes
LONGEST_QUERY = 4096  # bytes
LONGEST_FORM = 8192  # bytes

_NAMES = ("127.0.0.1", "localhost", "[::1]")


def hosts_of(port: int) -> frozenset[str]:
    """What the Host header of a request to this machine may say."""
    bare = _NAMES if port == 80 else ()
    return frozenset([*(f"{name}:{port}" for name in _NAMES), *bare])


class Guard:
    """Lets through GET and HEAD from a browser that meant this machine, and forms of its own pages where some are taken
    (``posts``); puts the security headers on every answer.

    A page of another site that gets its name to resolve to 127.0.0.1 sends that name as Host, and is refused; so is
    a request that another site's page makes (Origin)."""

    def __init__(self, app: App, port: int, posts: Iterable[str] = ()) -> None:
        self.app = app
        self._posts = frozenset(posts)
        self._hosts = hosts_of(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http":
            head = scope["method"] == "HEAD"
            sender = _Sender(send, head)
            refusal = self._refusal(scope)
            if refusal is None:
                await self.app({**scope, "method": "GET"} if head else scope, receive, sender)
            else:
                await _refuse(*refusal, sender, twin=scope["path"].endswith(".json"))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        hosts = _values(scope["headers"], b"host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return 421, "This casefile is served to this machine alone: use the address that 'onrecord serve' printed."
        origins = _values(scope["headers"], b"origin")
        if any(origin.lower() not in {f"http://{host}" for host in self._hosts} for origin in origins):
            return 403, "Requests from pages of other sites are not answered."
        if scope["method"] == "POST" and scope["path"] in self._posts:
            return self._form_refusal(scope, origins)
        if scope["method"] not in ("GET", "HEAD"):
            return 405, "This casefile can only be read: GET and HEAD."
        if len(scope.get("raw_path") or scope["path"].encode()) > LONGEST_PATH or len(scope["query_string"]) > LONGEST_QUERY:
            return 414, "The address is too long."
        return None

    @staticmethod
    def _form_refusal(scope: Scope, origins: list[str]) -> tuple[int, str] | None:
        """A form must say where it comes from, and be one."""
        if len(origins) != 1:
            return 403, "A form that does not say which page it comes from is not taken."
        kinds = [kind.partition(";")[0].strip().lower() for kind in _values(scope["headers"], b"content-type")]
        if kinds != ["application/x-www-form-urlencoded"]:
            return 415, "Only forms of these pages are taken."
        sizes = _values(scope["headers"], b"content-length")
        if len(sizes) != 1 or not sizes[0].isdigit() or int(sizes[0]) > LONGEST_FORM:
            return 413, "The form is too long."
        return None


class _Sender:
    def __init__(self, send: Send, head: bool) -> None:
        self._send = send
        self._head = head

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = {name for name, _ in HEADERS}
            kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in ours]
            message = {**message, "headers": [*kept, *HEADERS]}
        elif message["type"] == "http.response.body" and self._head:
            message = {**message, "body": b""}
        await self._send(message)


def _values(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key.lower() == name]


async def _refuse(status: int, reason: str, send: Send, *, twin: bool) -> None:
    body = dump_line({"error": {"status": status, "message": reason}}) if twin else f"{reason}\n".encode()
    kind = b"application/json" if twin else b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    if status == 405:
        headers.append((b"allow", b"GET, HEAD"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
