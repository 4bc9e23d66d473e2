"""Our own certificates as clients see them, and bought ones that cannot be used."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from xiangji.core.errors import Refused
from xiangji.project import lan, listening, plain_door, tls
from xiangji.project.lan_demo import EVERYWHERE
from xiangji.project.listening import Listening
from xiangji.project.plain_door import Door

NAMES = ["localhost", "127.0.0.1", "192.168.7.9", "xiangji.example.cn", "203.0.113.5"]
NOW = datetime.now(UTC)


@contextmanager
def shown(pair: tls.Pair) -> Iterator[int]:
    """A listener that shows the certificate to whoever comes, once for each."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pair.certificate, pair.key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            while True:
                try:
                    with listener.accept()[0] as caller, server.wrap_socket(caller, server_side=True):
                        pass
                except ssl.SSLError:
                    continue
                except OSError:
                    return

        threading.Thread(target=greet, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def trusts(ca: Path, port: int, name: str) -> bool:
    client = ssl.create_default_context(cafile=str(ca))
    with socket.create_connection(("127.0.0.1", port), timeout=10) as call:
        try:
            with client.wrap_socket(call, server_hostname=name):
                return True
        except ssl.SSLCertVerificationError:
            return False


def test_who_installed_the_authority_trusts_every_name_of_ours_and_no_other(tmp_path: Path) -> None:
    pair = tls.self_signed(tmp_path, NAMES)
    assert pair.ca is not None

    with shown(pair) as port:
        assert [trusts(pair.ca, port, name) for name in NAMES] == [True] * len(NAMES)
        assert not trusts(pair.ca, port, "bank.example.cn")


def test_a_stolen_authority_opens_nobodys_bank(tmp_path: Path) -> None:
    """The authority may sign for our names alone: a leaf for another one is not believed."""
    pair = tls.self_signed(tmp_path, NAMES)
    assert pair.ca is not None
    tls._make_leaf(tmp_path, ["bank.example.com"], NOW)

    with shown(pair) as port:
        assert not trusts(pair.ca, port, "bank.example.com")


def test_keys_are_read_by_their_owner_only_and_the_leaf_lasts_397_days(tmp_path: Path) -> None:
    pair = tls.self_signed(tmp_path / "tls", NAMES)

    leaf = tls.read_certificate(pair.certificate)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == timedelta(days=397)
    assert {file.name: file.stat().st_mode & 0o077 for file in (tmp_path / "tls").glob("*.key")} == {
        "ca.key": 0,
        "leaf.key": 0,
    }
    assert (tmp_path / "tls").stat().st_mode & 0o077 == 0


def test_a_second_start_keeps_what_there_is(tmp_path: Path) -> None:
    tls.self_signed(tmp_path, NAMES)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    tls.self_signed(tmp_path, reversed(NAMES))

    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("days", [397 - 59, 3000])
def test_a_leaf_that_ends_soon_is_renewed_under_the_same_authority(days: int, tmp_path: Path) -> None:
    pair = tls.self_signed(tmp_path, NAMES)
    authority, leaf = (tmp_path / "ca.crt").read_bytes(), pair.certificate.read_bytes()
    later = NOW + timedelta(days=days)

    tls.self_signed(tmp_path, NAMES, now=later)

    assert pair.certificate.read_bytes() != leaf
    assert (tmp_path / "ca.crt").read_bytes() == authority
    assert pair.days_left(later) >= 395


def test_a_new_address_inside_the_private_networks_needs_no_new_authority(tmp_path: Path) -> None:
    tls.self_signed(tmp_path, NAMES)
    authority = (tmp_path / "ca.crt").read_bytes()

    pair = tls.self_signed(tmp_path, [*NAMES, "10.1.2.3"])

    assert "10.1.2.3" in tls.names_in(tls.read_certificate(pair.certificate))
    assert (tmp_path / "ca.crt").read_bytes() == authority


def test_a_new_name_that_the_authority_may_not_sign_makes_a_new_one(tmp_path: Path) -> None:
    tls.self_signed(tmp_path, NAMES)
    authority = (tmp_path / "ca.crt").read_bytes()

    pair = tls.self_signed(tmp_path, [*NAMES, "other.example.cn"])

    assert (tmp_path / "ca.crt").read_bytes() != authority
    with shown(pair) as port:
        assert trusts(tmp_path / "ca.crt", port, "other.example.cn")


@pytest.mark.parametrize("broken", ["leaf.crt", "leaf.key", "ca.crt", "ca.key"])
def test_a_broken_file_is_made_anew(broken: str, tmp_path: Path) -> None:
    tls.self_signed(tmp_path, NAMES)
    (tmp_path / broken).write_text("nonsense")

    pair = tls.self_signed(tmp_path, NAMES)

    with shown(pair) as port:
        assert trusts(tmp_path / "ca.crt", port, "localhost")


def test_only_a_certificate_that_others_signed_is_a_real_one(tmp_path: Path) -> None:
    own = tls.self_signed(tmp_path, NAMES)
    bought = tls.bought(own.certificate, own.key)
    signs_itself = tls.bought(tmp_path / "ca.crt", tmp_path / "ca.key")

    assert Listening(EVERYWHERE, 1, own).tls == "self"
    assert Listening(EVERYWHERE, 1, bought).tls == "real"
    assert Listening(EVERYWHERE, 1, signs_itself).tls == "self"
    assert Listening(EVERYWHERE, 1).tls == "none"


def test_certificate_and_key_may_stand_in_one_file(tmp_path: Path) -> None:
    own = tls.self_signed(tmp_path, NAMES)
    both = tmp_path / "both.pem"
    both.write_bytes(own.certificate.read_bytes() + own.key.read_bytes())

    assert tls.bought(both, None).key == both


@pytest.mark.parametrize("what", ["missing", "text", "no key", "other key", "folder"])
def test_a_certificate_that_cannot_be_used_gets_a_sentence(what: str, tmp_path: Path) -> None:
    own = tls.self_signed(tmp_path, NAMES)
    (tmp_path / "text.pem").write_text("nonsense")
    certificate, key = {
        "missing": (tmp_path / "none.pem", None),
        "text": (tmp_path / "text.pem", None),
        "no key": (own.certificate, None),
        "other key": (own.certificate, tmp_path / "ca.key"),
        "folder": (tmp_path, None),
    }[what]

    with pytest.raises(Refused) as refused:
        tls.bought(certificate, key)

    assert refused.value.sentence.startswith(f"没有启动：证书 {certificate.name} 和钥匙 ")


def test_a_certificate_that_is_over_gets_a_sentence(tmp_path: Path) -> None:
    own = tls.self_signed(tmp_path, NAMES, now=NOW - timedelta(days=500))

    with pytest.raises(Refused) as refused:
        tls.bought(own.certificate, own.key)

    assert refused.value.sentence.endswith("已经到期。请换一张。")


def test_a_machine_is_named_as_others_call_it() -> None:
    names = listening.names_of(EVERYWHERE, "https://xiangji.example.cn:8443")

    assert names[0] == "xiangji.example.cn"
    assert {"localhost", "127.0.0.1", *lan.addresses()} <= set(names)
    assert "127.0.0.1" not in lan.addresses()
    assert listening.allowed_hosts(["a.cn"], "::1", "").split(",")[0] == "a.cn"
    assert "[::1]" in listening.allowed_hosts([], "::1", "")


@pytest.fixture
def door(tmp_path: Path) -> Iterator[int]:
    """The plain door of a machine called localhost, beside https on 8443."""
    (tmp_path / "ca.crt").write_text("the authority")
    Door.to, Door.ca, Door.hosts = 8443, tmp_path / "ca.crt", frozenset({"localhost", "[::1]"})
    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def ask(port: int, path: str, *, method: str = "GET", host: str = "localhost") -> tuple[int, str, str]:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asking.request(method, path, headers={"Host": host})
        answer = asking.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read().decode()
    finally:
        asking.close()


def test_the_plain_door_teaches_gives_the_authority_and_sends_the_rest_on(door: int) -> None:
    assert 'href="https://localhost:8443/"' in ask(door, "/")[2]
    assert ask(door, "/ca.crt") == (200, "", "the authority")
    assert ask(door, "/plan/?a=1") == (308, "https://localhost:8443/plan/?a=1", "")
    assert ask(door, "//evil.cn/")[1] == "https://localhost:8443/evil.cn/"
    assert ask(door, "/plan/", method="HEAD", host="[::1]:8080")[1] == "https://[::1]:8443/plan/"


@pytest.mark.parametrize("host", ["evil.cn", "", "localhost@evil.cn", "evil.cn:8443"])
def test_the_plain_door_leads_nobody_to_a_third_place(host: str, door: int) -> None:
    assert ask(door, "/plan/", host=host) == (400, "", "没有打开：这台机器不认识这个网址。")


def test_the_plain_door_takes_no_form(door: int) -> None:
    status, _, said = ask(door, "/office/login/", method="POST")

    assert (status, said) == (403, "没有收：这里不加密。请从 https 开头的网址进来再填。")


def test_the_page_for_phones_needs_nothing_from_elsewhere() -> None:
    assert "http://" not in plain_door.PAGE
    assert "<script" not in plain_door.PAGE
