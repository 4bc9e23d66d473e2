"""The archive: a plain tar that ends with the manifest and its seal. Parts are hashed as they go by."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from xiangji.core.errors import Refused
from xiangji.project.keeping import manifest
from xiangji.project.keeping.manifest import Manifest, Member

PIECE = 1 << 20
LARGEST_MANIFEST = 200_000_000
Seen = Callable[[int], None]


class Hashing:
    """A file that is read or written through, and knows how much and which hash."""

    def __init__(self, file: IO[bytes], seen: Seen | None = None) -> None:
        self._file, self._seen = file, seen
        self._sha, self.bytes = hashlib.sha256(), 0

    def read(self, most: int = -1) -> bytes:
        piece = self._file.read(most)
        self._count(piece)
        return piece

    def write(self, piece: bytes) -> int:
        self._count(piece)
        return self._file.write(piece)

    def _count(self, piece: bytes) -> None:
        self._sha.update(piece)
        self.bytes += len(piece)
        if self._seen:
            self._seen(len(piece))

    def tell(self) -> int:
        return self.bytes

    @property
    def sha256(self) -> str:
        return self._sha.hexdigest()

    @property
    def member(self) -> Member:
        return Member(self.bytes, self.sha256)


class Writer:
    """Parts go in one after the other; `members` is what the manifest will say of them."""

    def __init__(self, out: IO[bytes]) -> None:
        self.whole, self.members = Hashing(out), dict[str, Member]()
        self.seen: Seen | None = None
        through = cast("IO[bytes]", self.whole)
        self._tar = tarfile.open(mode="w:", fileobj=through, format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._tar.copybufsize = PIECE  # type: ignore[attr-defined]

    def add_file(self, name: str, file: Path) -> Member:
        with file.open("rb") as opened:
            return self._add(name, opened, file.stat().st_size)

    def add_bytes(self, name: str, content: bytes) -> Member:
        return self._add(name, io.BytesIO(content), len(content))

    def close(self) -> None:
        self._tar.close()

    def _add(self, name: str, content: IO[bytes], size: int) -> Member:
        head = tarfile.TarInfo(name)
        head.size, head.mode = size, 0o600
        hashing = Hashing(content, self.seen)
        self._tar.addfile(head, cast("IO[bytes]", hashing))
        self.members[name] = hashing.member
        return hashing.member


class Archive:
    """An archive that is read. Nothing of it is believed before `check` has passed."""

    def __init__(self, file: Path, tar: tarfile.TarFile, parts: dict[str, tarfile.TarInfo]) -> None:
        self.file, self._tar, self._parts = file, tar, parts
        if manifest.NAME not in parts:
            raise truncated(file)
        self.text = self._small(manifest.NAME)
        self.manifest: Manifest = manifest.read(self.text)
        self.seal = self._small(manifest.SEAL).decode("ascii", "replace") if manifest.SEAL in parts else ""

    @property
    def size(self) -> int:
        return sum(member.bytes for member in self.manifest.members.values())

    def check(self, seen: Seen) -> None:
        """Every part is the one that the manifest names, and there is no other."""
        named = self.manifest.members
        for name in self._parts.keys() - named.keys() - {manifest.NAME, manifest.SEAL}:
            raise _bad(self.file, name, "是多出来的，清单里没有它")
        for name, member in named.items():
            if name not in self._parts:
                raise _bad(self.file, name, "不见了，清单里有它")
            with self.opened(name) as content:
                hashing = Hashing(content, seen)
                while hashing.read(PIECE):
                    pass
            if hashing.member != member:
                raise _bad(self.file, name, "和清单里的哈希不同，被改过或者坏了")

    def names(self, folder: str) -> list[str]:
        return [name for name in self.manifest.members if name.startswith(f"{folder}/")]

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        content = self._tar.extractfile(self._parts[name])
        if content is None:
            raise _bad(self.file, name, "不是普通的文件")
        with content:
            yield content

    def lay_out(self, name: str, to: Path) -> None:
        """Hashed once more on its way, because the archive may have changed since it was checked."""
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.opened(name) as content, to.open("xb") as writing:
            to.chmod(0o600)
            hashing = Hashing(content)
            while piece := hashing.read(PIECE):
                writing.write(piece)
        if hashing.member != self.manifest.members[name]:
            raise _bad(self.file, name, "和清单里的哈希不同，读的时候变了")

    def _small(self, name: str) -> bytes:
        with self.opened(name) as content:
            return content.read(LARGEST_MANIFEST)


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """Raises Refused when it cannot be read, ends too early, or is no backup of ours."""
    try:
        with file.open("rb") as reading, tarfile.open(fileobj=reading, mode="r:") as tar:
            yield Archive(file, tar, _parts(file, tar))
    except tarfile.TarError:
        raise truncated(file) from None
    except FileNotFoundError as fault:
        if fault.filename != str(file):
            raise
        raise Refused("no_such_file", f"没有恢复：没有 {file} 这个文件。") from None
    except (IsADirectoryError, PermissionError) as fault:
        if fault.filename != str(file):
            raise
        raise Refused("file_not_readable", f"没有恢复：{file} 读不出（{fault.strerror}）。") from None


def truncated(file: Path) -> Refused:
    return Refused(
        "archive_truncated",
        f"没有恢复：{file} 不完整，或者不是乡集的备份：末尾的清单 manifest.json 读不到。请换一份备份。",
    )


def _parts(file: Path, tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """Only plain files under plain names, each once: nothing can be laid out elsewhere."""
    parts: dict[str, tarfile.TarInfo] = {}
    for head in tar:
        words = head.name.split("/")
        if not head.isreg() or head.name in parts or not all(words) or {".", ".."} & set(words):
            raise _bad(file, head.name, "不是备份里该有的")
        parts[head.name] = head
    return parts


def _bad(file: Path, name: str, why: str) -> Refused:
    return Refused("archive_damaged", f"没有恢复：{file} 里的 {name} {why}。什么也没有动，请换一份备份。")
