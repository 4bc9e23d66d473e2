"""./xj backup-keys: all keys of the county in one sealed file."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from xiangji.core.errors import Refused
from xiangji.project.keeping import key_box


def box(file: Path, words_file: Path | None) -> list[str]:
    """The names of the keys that went in."""
    var = Path(settings.VAR)
    keys = key_box.in_folder(var)
    if not keys:
        raise Refused("no_keys", f"没有备份钥匙：{var / 'keys'} 里一把也没有。")
    words = key_box.ask(words_file, twice=True)
    about = {"county": settings.COUNTY, "made_at": timezone.localtime().isoformat(timespec="seconds")}
    key_box.write(file, keys, words, about)
    return list(keys)
