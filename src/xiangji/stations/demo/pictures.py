"""Small pictures for the demo's checks: a board in one colour with a mark in its upper left corner."""

from struct import pack
from zlib import compress, crc32

WIDTH, HEIGHT, FRAME, MARK = 96, 48, 3, 14
_BOARD, _EDGE, _MARKED = (232, 226, 208), (120, 96, 60), (176, 40, 32)


def board(number: int, *, is_marked: bool = True) -> bytes:
    """A PNG that differs with the number, so that each check has a picture of its own."""
    shade = tuple(min(255, one - number % 17 + number // 17 % 13) for one in _BOARD)
    rows = b"".join(
        b"\0" + b"".join(_dot(x, y, shade, is_marked) for x in range(WIDTH)) for y in range(HEIGHT)
    )
    head = pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _dot(x: int, y: int, shade: tuple[int, ...], is_marked: bool) -> bytes:  # noqa: FBT001
    if x < FRAME or y < FRAME or x >= WIDTH - FRAME or y >= HEIGHT - FRAME:
        return bytes(_EDGE)
    return bytes(_MARKED if is_marked and x < 2 * MARK and y < MARK else shade)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", crc32(kind + content))
