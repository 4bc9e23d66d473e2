"""Reads the environment. A value that cannot be right stops the start with one sentence."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadSetting(ValueError):
    """Says which variable, which value and what is expected."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"环境变量 {name} 的值是“{value}”，应当是{expected}。")


class Environment:
    """Typed reads from a mapping of variables. Every reader raises BadSetting for a value it cannot use."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name).lower()
        if not value:
            return default
        if value not in {"1", "0", "true", "false", "yes", "no"}:
            raise BadSetting(name, value, " 1 或 0")
        return value in {"1", "true", "yes"}

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not least <= int(value) <= most:
            raise BadSetting(name, value, f" {least} 到 {most} 之间的整数")
        return int(value)

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        value = self.text(name)
        return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)

    def choice(self, name: str, default: str, among: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in among:
            raise BadSetting(name, value, f"其中之一：{'、'.join(among)}")
        return value

    def folder(self, name: str, default: Path) -> Path:
        """An absolute path; it need not exist yet, but a file must not stand in its place."""
        value = self.text(name)
        if "\0" in value or (value and not Path(value).is_absolute()):
            raise BadSetting(name, value, "一个绝对路径")
        path = Path(value) if value else default
        if path.exists() and not path.is_dir():
            raise BadSetting(name, str(path), "一个文件夹，那里现在是一个文件")
        return path

    def public_url(self, name: str) -> str:
        value = self.text(name)
        if not value:
            return ""
        expected = "完整的网址，例如 https://xiangji.example.cn，不带路径"
        try:
            parts = urlsplit(value)
            _ = parts.port
        except ValueError:
            raise BadSetting(name, value, expected) from None
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
            raise BadSetting(name, value, expected)
        return f"{parts.scheme}://{parts.netloc}"

    def database(self, name: str, default: Path) -> dict[str, object]:
        """sqlite:///absolute/file or postgresql://user:password@host:port/name; a socket folder as ?host=/folder."""
        value = self.text(name)
        if not value:
            return sqlite(default)
        expected = " sqlite:///绝对路径 或 postgresql://用户:口令@主机:端口/库名"
        shown = re.sub(r"(//[^:/@]*):[^@]*@", r"\1:***@", value)
        try:
            parts = urlsplit(value)
            port = parts.port
        except ValueError:
            raise BadSetting(name, shown, expected) from None
        if parts.scheme == "sqlite" and parts.path.startswith("/") and len(parts.path) > 1 and "\0" not in parts.path:
            return sqlite(Path(unquote(parts.path)))
        folder = re.fullmatch(r"host=(/[^&]*)", parts.query)
        if parts.scheme in {"postgresql", "postgres"} and parts.path.strip("/") and (not parts.query or folder):
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(parts.path.strip("/")),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": unquote(folder[1]) if folder else parts.hostname or "",
                "PORT": str(port or ""),
                "CONN_MAX_AGE": None,
                "CONN_HEALTH_CHECKS": True,
            }
        raise BadSetting(name, shown, expected)


def sqlite(file: Path) -> dict[str, object]:
    """WAL with full sync: an acknowledged commit survives a power cut (docs/adr/0004)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
