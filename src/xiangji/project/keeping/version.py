"""Which Xiangji this is."""

import tomllib

from django.conf import settings


def version() -> str:
    project = tomllib.loads((settings.HOME / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
