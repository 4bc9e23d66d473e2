"""Where somebody outside is reached. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Address:
    """Scheme, host, port and the path below which all questions stand."""

    is_tls: bool
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, text: str) -> Address:
        """Raises ValueError for anything but http(s)://host[:port][/path]; a password has no place in it."""
        parts = urlsplit(text)
        bare = not (parts.username or parts.password or parts.query or parts.fragment)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not bare:
            raise ValueError(f"{parts.scheme}://{parts.hostname} is no address of a server")
        is_tls = parts.scheme == "https"
        return cls(is_tls, parts.hostname, parts.port or (443 if is_tls else 80), parts.path.rstrip("/"))

    @property
    def shown(self) -> str:
        standard = 443 if self.is_tls else 80
        port = "" if self.port == standard else f":{self.port}"
        return f"{'https' if self.is_tls else 'http'}://{self.host}{port}{self.path}"
