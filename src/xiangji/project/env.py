"""Reads the environment. A value that cannot be right stops the start with one sentence."""

import os
import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

SHOWN_CHARACTERS = 120
# Control characters, and bytes of the environment that were no text.
NO_TEXT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
HOST = re.compile(r"[\w.-]+|\[[0-9a-f:.]+\]")
SCHEMES = ("postgresql", "postgres", "sqlite", "mysql", "https", "http")


class BadSetting(ValueError):
    """Says which variable, which value and what is expected."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"环境变量 {name} 的值是“{visible(value)}”，应当是{expected}。")


class Environment:
    """Typed reads from a mapping of variables. A value that a reader cannot use raises BadSetting."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        value = self._raw(name)
        if NO_TEXT.search(value):
            raise BadSetting(name, value, "一行看得见的文字")
        return value or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.text(name).lower()
        if not value:
            return default
        if value not in {"1", "0", "true", "false", "yes", "no"}:
            raise BadSetting(name, value, " 1 或 0")
        return value in {"1", "true", "yes"}

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        value = self.text(name)
        return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)

    def networks(self, name: str) -> list[str]:
        """Networks or single addresses, such as 10.0.0.0/8 or 127.0.0.1."""
        found = self.words(name)
        for word in found:
            try:
                ip_network(word)
            except ValueError:
                raise BadSetting(name, word, "网段或地址，例如 10.0.0.0/8，几个用逗号隔开") from None
        return found

    def choice(self, name: str, default: str, among: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in among:
            raise BadSetting(name, value, f"其中之一：{'、'.join(among)}")
        return value

    def key(self, name: str, default: str) -> str:
        """A name that is also the name of a folder."""
        value = self.text(name, default)
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", value):
            raise BadSetting(name, value, "小写字母开头的名字，例如 tengzhou")
        return value

    def folder(self, name: str, default: Path) -> Path:
        """An absolute path; it need not exist yet, but nothing else may stand in its place."""
        value = self.text(name)
        if value and not Path(value).is_absolute():
            raise BadSetting(name, value, "一个绝对路径")
        path = Path(value) if value else default
        if _stands_there(name, path) and not path.is_dir():
            raise BadSetting(name, str(path), "一个文件夹，那里现在是一个文件")
        return path

    def public_url(self, name: str) -> str:
        value = self._raw(name)
        if not value:
            return ""
        parts = _split(value)
        if parts is None or parts.scheme not in {"http", "https"} or not _is_bare(parts):
            shown = without_secret(value) if "@" in value else value
            raise BadSetting(name, shown, "完整的网址，例如 https://xiangji.example.cn，不带路径和口令")
        return f"{parts.scheme}://{parts.netloc}"

    def database(self, name: str, default: Path) -> dict[str, object]:
        """sqlite:///file or postgresql://user:password@host:port/name; a socket's folder as ?host=/folder."""
        value = self._raw(name)
        if not value:
            return sqlite(default)
        parts = _split(value)
        if parts is not None and parts.scheme == "sqlite" and _is_one_file(name, parts):
            return sqlite(Path(unquote(parts.path)))
        if parts is not None and parts.scheme in {"postgresql", "postgres"} and _is_one_database(parts):
            return postgresql(parts)
        raise BadSetting(
            name,
            without_secret(value),
            " sqlite:///绝对路径 或 postgresql://用户:口令@主机:端口/库名，口令里的特殊字符写成 %40 这样",
        )

    def _raw(self, name: str) -> str:
        return self._variables.get(name, "").strip()


def visible(value: str) -> str:
    """For a sentence: what cannot be printed is written out, what is endless is cut."""
    shown = value if len(value) <= SHOWN_CHARACTERS else value[:SHOWN_CHARACTERS] + "…"
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in shown)


def without_secret(address: str) -> str:
    """Kind and host of an address. All else may hold a password, where it is written wrongly too."""
    scheme = next((scheme for scheme in SCHEMES if address.startswith(scheme + ":")), "")
    if scheme == "sqlite" and "@" not in address:
        return address
    host = address.partition("?")[0].rpartition("@")
    return (f"{scheme}://" if scheme else "") + "***" + (f"@{host[2]}" if host[1] else "")


def _split(address: str) -> SplitResult | None:
    """None when it is no address at all. urlsplit would quietly drop line breaks."""
    if NO_TEXT.search(address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 or parts.fragment or NO_TEXT.search(unquote(address)) else parts


def _is_bare(parts: SplitResult) -> bool:
    """Only a host, perhaps with a port."""
    host = parts.netloc.removesuffix(f":{parts.port}")
    return bool(HOST.fullmatch(host)) and not parts.path.strip("/") and not parts.query


def _is_one_file(name: str, parts: SplitResult) -> bool:
    path = Path(unquote(parts.path))
    named = not parts.netloc and not parts.query and path.is_absolute() and path.name != ""
    return named and not (_stands_there(name, path) and path.is_dir())


def _is_one_database(parts: SplitResult) -> bool:
    host = parts.netloc.rpartition("@")[2].removesuffix(f":{parts.port}")
    socket_folder = parts.query.startswith("host=/") and "&" not in parts.query
    has_host = bool(HOST.fullmatch(host)) or not host
    return has_host and bool(re.fullmatch(r"/[^/]+", parts.path)) and (not parts.query or socket_folder)


def _stands_there(name: str, path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        raise BadSetting(name, str(path), "一个打得开的地方") from None


def postgresql(parts: SplitResult) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.query.removeprefix("host=")) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(file: Path) -> dict[str, object]:
    """WAL with full sync: an acknowledged commit survives a power cut (docs/adr/0004)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # recursive_triggers: INSERT OR REPLACE, too, meets the guards of append-only tables.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
        },
    }
