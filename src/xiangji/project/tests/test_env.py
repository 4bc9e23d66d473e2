"""The readers of the environment: any text at all becomes a value of the right kind or one sentence."""

import subprocess
import sys
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xiangji.project import env
from xiangji.project.env import BadSetting, Environment
from xiangji.project.tests.processes import variables

T = TypeVar("T")
NAME = "XIANGJI_SOMETHING"
SECRET = "aSecretWord"
SOMEWHERE = Path("/somewhere")
ANY_TEXT = st.text(st.characters(), max_size=200)


def text_of(parts: str) -> st.SearchStrategy[str]:
    """Text that is nearly right: the parts in any order."""
    return st.lists(st.sampled_from([*parts.split(), " ", "\n"]), max_size=9).map("".join)


def reading(value: str) -> Environment:
    return Environment({NAME: value})


def what_comes_of(read: Callable[[], T]) -> T | None:
    """What was read. None for a refusal, which is one sentence that names variable and expectation."""
    try:
        return read()
    except BadSetting as wrong:
        sentence = str(wrong)
    assert sentence.startswith(f"环境变量 {NAME} 的值是“")
    assert "”，应当是" in sentence
    assert sentence.endswith("。")
    assert sentence.isprintable()
    return None


@given(ANY_TEXT)
@example("\0")
@example("\udce4")
def test_any_text_is_text_or_a_sentence(value: str) -> None:
    read = what_comes_of(lambda: reading(value).text(NAME, "usual"))

    assert read in {None, value.strip() or "usual"}


@given(ANY_TEXT | st.sampled_from(["1", "0", "yes", "NO", " true ", "2", "ja"]))
def test_a_flag_is_yes_or_no_or_a_sentence(value: str) -> None:
    read = what_comes_of(lambda: reading(value).flag(NAME))

    assert read in {None, value.strip().lower() in {"1", "true", "yes"}}


@given(ANY_TEXT | text_of("a.cn , ,, *"))
def test_words_are_never_empty(value: str) -> None:
    read = what_comes_of(lambda: reading(value).words(NAME, ("usual",)))

    assert read is None or all(word and word == word.strip() for word in read)


@given(ANY_TEXT | st.sampled_from(["INFO", " ERROR", "info"]))
def test_a_choice_is_one_of_those_named(value: str) -> None:
    read = what_comes_of(lambda: reading(value).choice(NAME, "WARNING", ("INFO", "WARNING", "ERROR")))

    assert read in {None, value.strip() or "WARNING"}


@given(ANY_TEXT | text_of("wangkui .. / Teng - _"))
def test_a_key_never_leads_out_of_its_folder(value: str) -> None:
    read = what_comes_of(lambda: reading(value).key(NAME, "tengzhou"))

    assert read is None or (SOMEWHERE / read).resolve().parent == SOMEWHERE


@given(ANY_TEXT | ANY_TEXT.map(lambda text: "/" + text))
@example("/" + "x" * 5000)
@example("/etc/passwd")
@example("/etc/passwd/x")
def test_a_folder_is_an_absolute_path_where_no_file_stands(value: str) -> None:
    read = what_comes_of(lambda: reading(value).folder(NAME, SOMEWHERE))

    assert read is None or (read.is_absolute() and not read.is_file())


@pytest.mark.parametrize(
    "value",
    [
        "https://xiangji.example.cn",
        "http://127.0.0.1:8000",
        "https://乡集.cn",
        "http://[::1]:80",
        "https://a.cn/",
    ],
)
def test_a_public_address_is_kept_without_its_slash(value: str) -> None:
    assert reading(value).public_url(NAME) == value.rstrip("/")


@given(ANY_TEXT | text_of("10.0.0.0/8 :: 127.0.0.1 , / 2001:db8::/32"))
def test_networks_are_read_or_named_as_wrong(value: str) -> None:
    read = what_comes_of(lambda: reading(value).networks(NAME))

    assert read is None or all(ip_network(word) for word in read)
    assert read is None or len(read) == len([word for word in value.split(",") if word.strip()])


@given(ANY_TEXT | text_of("http https :// // : @ / ? # [ ] ::1 a.cn 8000 99999 ％"))
@example("https://a.cn#part")
@example("https://a.cn?x=1")
@example("https://a\n.cn")
@example("https://a.cn:0")
def test_a_public_address_is_a_bare_host_or_a_sentence(value: str) -> None:
    read = what_comes_of(lambda: reading(value).public_url(NAME))

    assert read in {None, "", value.strip().rstrip("/")}
    assert not set(read or "") & set("@?#\n ")


@pytest.mark.parametrize(
    "value",
    [
        f"postgresql://me:{SECRET}@host:5432",
        f"postgresql://me:{SECRET}@host:port/name",
        f"postgresql:/me:{SECRET}@host/name",
        f"postgresql://me:{SECRET}",
        f"postgresql://me:with@{SECRET}@host:1:2/name",
        f"postgresql://me:{SECRET}#@host/name",
        f"postgresql://me:?{SECRET}@host/name",
        f"postgresql://me:{SECRET}\n@host/name",
        f"postgresql://host/name?password={SECRET}",
        f"postgresql://host/name?password=x@{SECRET}",
        f"mysql://me:{SECRET}@host/name",
        f"sqlite://me:{SECRET}@host/name",
        f"host=db password={SECRET}",
        SECRET,
    ],
)
def test_a_password_is_never_shown(value: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        reading(value).database(NAME, SOMEWHERE)

    assert SECRET not in str(refusal.value)


def test_a_public_address_with_a_password_is_refused_and_not_shown() -> None:
    with pytest.raises(BadSetting) as refusal:
        reading(f"https://me:{SECRET}@a.cn").public_url(NAME)

    assert str(refusal.value) == (
        f"环境变量 {NAME} 的值是“https://***@a.cn”，应当是完整的网址，例如 https://xiangji.example.cn，不带路径和口令。"
    )


NEARLY_AN_ADDRESS = text_of(
    "sqlite postgresql postgres mysql :// :/// : @ / ?host=/run ? # %00 %2F % [ ] user name 5432 99999 0 /etc"
)


@given(ANY_TEXT | NEARLY_AN_ADDRESS | ANY_TEXT.map(lambda text: f"postgresql://user:{text}@host/name"))
@example("sqlite:///etc")
@example("sqlite:////etc/%00")
@example("sqlite:///" + "x" * 5000)
@example("sqlite://relative/file")
@example("postgresql://u@h/a%00b")
def test_any_database_address_is_settings_or_a_sentence(value: str) -> None:
    read = what_comes_of(lambda: reading(value).database(NAME, SOMEWHERE))

    assert read is None or read["NAME"]
    assert not env.NO_TEXT.search("".join(str(part) for part in (read or {}).values()))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("postgresql://u:p%40%2F@db.example.cn:5433/county", ("county", "u", "p@/", "db.example.cn", "5433")),
        ("postgres:///county?host=/run/postgresql", ("county", "", "", "/run/postgresql", "")),
        ("postgresql://u@/county?host=/run/a%20b", ("county", "u", "", "/run/a b", "")),
    ],
)
def test_a_database_address_is_taken_apart(value: str, expected: tuple[str, ...]) -> None:
    read = reading(value).database(NAME, SOMEWHERE)

    assert tuple(read[part] for part in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected


def test_a_sqlite_address_names_a_file_and_its_commits_are_safe(tmp_path: Path) -> None:
    read = reading(f"sqlite://{tmp_path}/a%20b.sqlite3").database(NAME, SOMEWHERE)

    assert read["NAME"] == str(tmp_path / "a b.sqlite3")
    assert "synchronous=FULL" in str(read["OPTIONS"])


def start_with(name: str, value: str, module: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *f"xiangji.project.{module}".split()]
    return subprocess.run(
        command, env=variables(**{name: value}), capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("module", ["cli demo --no-serve", "cli manage check", "manage check", "wsgi"])
def test_a_wrong_setting_stops_every_start_with_one_sentence(module: str) -> None:
    started = start_with("XIANGJI_LOG", "LOUD", module)

    assert started.returncode == 1
    assert started.stdout == ""
    assert started.stderr == "环境变量 XIANGJI_LOG 的值是“LOUD”，应当是其中之一：INFO、WARNING、ERROR。\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("XIANGJI_DEBUG", "maybe"),
        ("XIANGJI_VAR", "var"),
        ("XIANGJI_STATIC", "both"),
        ("XIANGJI_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("XIANGJI_PUBLIC_URL", "xiangji.example.cn"),
        ("XIANGJI_DATABASE_URL", f"mysql://me:{SECRET}@db/x"),
    ],
)
def test_every_setting_is_checked_at_the_start(name: str, value: str) -> None:
    started = start_with(name, value, "manage check")

    assert started.returncode == 1
    assert started.stderr.startswith(f"环境变量 {name} 的值是“")
    assert started.stderr.count("\n") == 1
    assert SECRET not in started.stderr
