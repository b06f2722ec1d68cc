"""Posts to other programs: with a limit of time, without redirects, to checked addresses only."""

import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer

from outreach.addresses import Refused, Target, target_of

SECONDS = 10
"""How long connecting, and each step of the answer, may take."""

ALL_SECONDS = 20
"""How long everything after the connection may take."""

USER_AGENT = "Curtain"


class NotPosted(Exception):
    """The other program could not be reached. The text is a short reason without the address."""


def post(address: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    """Post ``body`` to ``address``. Returns the status of the answer and its Retry-After header.

    The body of the answer is not read, and a redirection is not followed. Raises `NotPosted`, which
    never has a part of the address or of the answer.
    """
    try:
        target = target_of(address)
        with _connected(target) as sock:
            return _exchange(sock, target, body, headers)
    except Refused as refused:
        raise NotPosted(str(refused)) from None
    except (OSError, HTTPException, UnicodeError, ValueError) as error:
        raise NotPosted(type(error).__name__) from None


def _connected(target: Target) -> socket.socket:
    """A connection to one of the checked IP addresses. The name is not looked up again: it could
    lead elsewhere now."""
    failure: OSError = OSError("no address")
    for ip in target.ips:
        try:
            sock = socket.create_connection((ip, target.port), timeout=SECONDS)
        except OSError as error:
            failure = error
            continue
        if target.parts.scheme != "https":
            return sock
        try:
            return ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)
        except OSError:
            sock.close()
            raise
    raise failure


def _exchange(
    sock: socket.socket, target: Target, body: bytes, headers: Mapping[str, str]
) -> tuple[int, str]:
    connection = HTTPConnection(target.host, target.port)
    connection.sock = sock
    end = Timer(ALL_SECONDS, _hang_up, [sock])
    end.daemon = True
    end.start()
    try:
        sent = {"Host": target.host_header, "User-Agent": USER_AGENT, "Connection": "close"}
        connection.request("POST", target.path, body, sent | dict(headers))
        answer: HTTPResponse = connection.getresponse()
        return answer.status, answer.headers.get("Retry-After", "")
    finally:
        end.cancel()
        connection.close()


def _hang_up(sock: socket.socket) -> None:
    """Ends an answer that comes byte by byte."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        sock.close()
