"""A county's five colours and one drawing, read from its folder (language.md, chapter 11)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from xiangji.core.errors import BadFile
from xiangji.core.errors.files import read_text, read_toml

COLOURS = ("brand", "accent", "plate-1", "plate-2", "wash")
MODES = ("day", "night")
FILE_BYTES = 10_000
MOTIF_LIMIT = 12_000
_CLASSES = frozenset({"motif", "m-line", "m-thin", "m-solid", "m-ink", "m-p1", "m-p2"})
_ELEMENTS = frozenset({"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"})
_ATTRIBUTES = frozenset(
    {"class", "viewBox", "role", "aria-label", "transform", "d", "points", "width", "height"}
    | {"cx", "cy", "r", "rx", "ry", "x", "y", "x1", "y1", "x2", "y2"}
)
_SVG = "{http://www.w3.org/2000/svg}"


class BadTheme(BadFile):
    reason = "bad_theme"
    undone = "县的样子没有换上"


@dataclass(frozen=True, slots=True)
class Theme:
    """What a county may change of the platform's look. `css` is served under its own hash for ever."""

    county: str
    css: str
    motif: SafeString
    digest: str


def current_theme() -> Theme:
    return read_theme(Path(settings.COUNTIES) / settings.COUNTY)


@lru_cache(maxsize=16)
def read_theme(folder: Path) -> Theme:
    """Raises BadTheme."""
    css = stylesheet(folder.name, read_colours(folder / "theme.toml"))
    motif = read_motif(folder / "motif.svg")
    return Theme(folder.name, css, motif, sha256(css.encode()).hexdigest()[:16])


def stylesheet(county: str, colours: dict[str, dict[str, str]]) -> str:
    lines = (
        f"    --{name}: var(--day, {colours[name]['day']}) var(--night, {colours[name]['night']});"
        for name in COLOURS
    )
    return "\n".join(["@layer tokens {", f'  [data-county="{county}"] {{', *lines, "  }", "}", ""])


def read_colours(file: Path) -> dict[str, dict[str, str]]:
    """Exactly five colours, each by day and by night, each as #RRGGBB."""
    written = read_toml(file, BadTheme, limit=FILE_BYTES)
    for name in written:
        if name not in COLOURS:
            raise BadTheme(file, name, written[name], f"其中之一：{'、'.join(COLOURS)}")
    return {name: _pair(file, name, written.get(name)) for name in COLOURS}


def read_motif(file: Path) -> SafeString:
    """One drawing that goes into the page itself, so only shapes and the plates' classes may be in it."""
    text = read_text(file, BadTheme, limit=MOTIF_LIMIT)
    if "<!" in text or "<?" in text:
        raise BadTheme(file, "内容", "<! 或 <?", "只有一个 svg 元素，没有声明、注释和处理指令")
    try:
        drawing = ET.fromstring(text)  # noqa: S314 - small, and without declarations
    except ET.ParseError as fault:
        raise BadTheme(file, "内容", fault, "完整的 SVG") from fault
    _check_drawing(file, drawing)
    return mark_safe(text.strip())  # noqa: S308 - every element and attribute was checked


def _check_drawing(file: Path, drawing: ET.Element) -> None:
    is_motif = drawing.tag == f"{_SVG}svg" and drawing.get("class") == "motif"
    if not is_motif or drawing.get("viewBox") != "0 0 480 200":
        raise BadTheme(file, "svg", drawing.get("viewBox"), " class=motif、viewBox=0 0 480 200 的 svg")
    if drawing.get("role") != "img" or not drawing.get("aria-label"):
        raise BadTheme(file, "aria-label", drawing.get("aria-label"), "一句话，说画的是什么，并写 role=img")
    for element in drawing.iter():
        _check_element(file, element)


def _check_element(file: Path, element: ET.Element) -> None:
    name = element.tag.removeprefix(_SVG)
    if name not in _ELEMENTS or (element.text or "").strip() or (element.tail or "").strip():
        raise BadTheme(file, name, element.text or element.tail, "线和面，不带文字、脚本和样式")
    for attribute, value in element.items():
        if attribute not in _ATTRIBUTES:
            raise BadTheme(file, f"{name}.{attribute}", value, "画图用的属性，不带编号、样式和事件")
    strange = set((element.get("class") or "").split()) - _CLASSES
    if strange:
        raise BadTheme(
            file, f"{name}.class", "、".join(sorted(strange)), f"其中之一：{'、'.join(sorted(_CLASSES))}"
        )


def _pair(file: Path, name: str, pair: object) -> dict[str, str]:
    if not isinstance(pair, dict) or set(pair) != set(MODES):
        raise BadTheme(file, name, pair, " day 和 night 两个颜色")
    for mode in MODES:
        if not isinstance(pair[mode], str) or not re.fullmatch("#[0-9A-Fa-f]{6}", pair[mode], re.ASCII):
            raise BadTheme(file, f"{name}.{mode}", pair[mode], "六位颜色，例如 #17594A")
    return pair
