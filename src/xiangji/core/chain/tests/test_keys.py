import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from xiangji.core.audit.tests.examples import note_some, seal_all, some_entries
from xiangji.core.chain import keys
from xiangji.core.chain.models import Link, Unsealed
from xiangji.core.errors import Unavailable


def test_the_key_is_made_once_and_is_for_its_owner_only(own_var: Path) -> None:
    first = keys.chain_key(is_first_use=True)

    assert keys.chain_key(is_first_use=True) == keys.chain_key(is_first_use=False) == first
    assert len(first) == 32
    [file] = (own_var / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_two_that_need_it_first_get_the_same_key() -> None:
    with ThreadPoolExecutor(8) as many:
        made = set(many.map(lambda _: keys.chain_key(is_first_use=True), range(8)))

    assert len(made) == 1


@pytest.mark.django_db
def test_a_lost_key_is_said_and_not_replaced(own_var: Path) -> None:
    some_entries(1)
    (own_var / "keys" / "chain.key").unlink()
    note_some(1)

    with pytest.raises(Unavailable) as silence:
        seal_all()

    assert silence.value.code == "chain_key_missing"
    assert str(own_var / "keys" / "chain.key") in silence.value.sentence
    assert not (own_var / "keys" / "chain.key").exists()
    assert (Link.objects.count(), Unsealed.objects.count()) == (1, 1)


@pytest.mark.parametrize("text", [b"", b"00", b"g" * 64, b"0" * 65, b"\xff" * 64])
def test_a_broken_key_is_a_sentence(own_var: Path, text: bytes) -> None:
    (own_var / "keys").mkdir(parents=True)
    (own_var / "keys" / "chain.key").write_bytes(text)

    with pytest.raises(Unavailable) as silence:
        keys.chain_key(is_first_use=True)

    assert silence.value.sentence.endswith("请从备份里放回原处。")
