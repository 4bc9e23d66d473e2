"""Templates: parts are marked as parts, and nothing stands inline that our CSP forbids."""

import re
from collections.abc import Iterator
from pathlib import Path

INLINE = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an address outside": re.compile(
        r"""(?:src|href)\s*=\s*["'](?:https?:)?//(?!www\.w3\.org)""", re.IGNORECASE
    ),
}
INCLUDE = re.compile(r"""{%-?\s*include\s+["']([^"']+)["']""")


def faults(name: str, text: str) -> Iterator[str]:
    for what, pattern in INLINE.items():
        for found in pattern.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, found.start()) + 1} has {what}"
    for part in INCLUDE.findall(text):
        if not Path(part).name.startswith("_"):
            yield f"{name} includes {part}; the name of a part begins with _"
