"""What has to be known before a county is made, from a file or from a person; each answer is judged alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xiangji.core.accounts.rules import names
from xiangji.core.errors import BadFile
from xiangji.core.errors.files import read_toml
from xiangji.project.county_words import WORDS, Regions, last_word, short_name, words_for
from xiangji.project.env import BadSetting, Environment, without_secret

FILE_BYTES = 50_000
LONGEST = 60
KEY = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)
ROLES = {"system": "系统管理员", "security": "安全管理员", "audit": "审计管理员"}
MAY_STAND = ("short", "slip", "regions", "words")


class BadAnswers(BadFile):
    reason = "bad_county_answers"
    undone = "县没有建"


@dataclass(frozen=True, slots=True)
class Known:
    """What ships with the platform or was handed in: divisions, and counties with data of their own."""

    regions: Regions
    shipped: Mapping[str, Mapping[str, Any]]

    def of(self, code: str) -> Mapping[str, Any]:
        """The county.toml that ships for this code, or nothing."""
        return next((county for county in self.shipped.values() if county.get("code") == code), {})


@dataclass(frozen=True, slots=True)
class Administrator:
    role: str
    name: str
    username: str


@dataclass(frozen=True, slots=True)
class Answers:
    facts: Mapping[str, str]
    words: Mapping[str, str]
    address: str
    networks: str
    proxies: str
    totp: bool
    administrators: tuple[Administrator, ...]
    regions: Path

    @property
    def key(self) -> str:
        return self.facts["key"]


@dataclass(frozen=True, slots=True)
class Question:
    """`expected` is empty when the answer is good, else it says what is expected."""

    field: str
    words: str
    expected: Callable[[str], str]
    default: Callable[[Mapping[str, str]], str | None] = lambda _said: None

    def shown(self, said: str) -> str:
        """For a sentence: a password that somebody wrote into an address is not repeated."""
        return without_secret(said) if self.field == "address" and "@" in said else said


def questions(known: Known) -> list[Question]:
    """In the order in which a person is asked; a default of None means that she must say something."""
    return [
        Question("code", "县的6位区划代码", lambda said: _code(said, known)),
        Question("name", "县的全称", _line, lambda said: _region_name(said, known)),
        Question("key", "县的代号（拼音，用作文件夹名）", _key, lambda said: _shipped(said, known, "key")),
        Question("hosts", "牵头单位的全称", _line, lambda said: _shipped(said, known, "hosts")),
        Question(
            "address",
            "对外的完整网址，例如 https://xiangji.example.cn（还没有就直接回车）",
            _address,
            lambda _: "",
        ),
        *(question for role, title in ROLES.items() for question in _administrator(role, title)),
        Question(
            "networks",
            "本县机关自己的网段，在里面换地方登录不退出，几个用逗号隔开（没有就直接回车）",
            _networks,
            lambda _: "",
        ),
        Question(
            "proxies", "前面的代理所在的网段，几个用逗号隔开（没有就直接回车）", _networks, lambda _: ""
        ),
        Question(
            "totp",
            "管理和审核岗位登录要不要动态口令，是或否",
            lambda said: "" if said in {"是", "否"} else "是或否",
            lambda _: "是",
        ),
    ]


def _administrator(role: str, title: str) -> list[Question]:
    return [
        Question(f"administrators.{role}.name", f"{title}的姓名", _person),
        Question(f"administrators.{role}.username", f"{title}的登录名", _username),
    ]


def complete(said: Mapping[str, str], known: Known, more: Mapping[str, Any]) -> Answers:
    """What follows from the answers: short name, slip and words, unless `more` says them."""
    name, shipped = said["name"], known.of(said["code"])
    short = more.get("short") or shipped.get("short") or short_name(name)
    county = known.regions.county(said["code"])
    neutral = words_for(county, known.regions) if county else {}
    facts = {
        **{field: said[field] for field in ("code", "name", "key", "hosts")},
        "short": short,
        "word": last_word(name),
        "slip": more.get("slip") or f"{short}乡集",
        "plan": shipped.get("plan") or said["key"],
    }
    return Answers(
        facts=facts,
        words={**neutral, **shipped.get("words", {}), **more.get("words", {})},
        address=Environment({"address": said["address"]}).public_url("address"),
        networks=said["networks"],
        proxies=said["proxies"],
        totp=said["totp"] == "是",
        administrators=tuple(
            Administrator(
                role,
                said[f"administrators.{role}.name"].strip(),
                names.plain(said[f"administrators.{role}.username"]),
            )
            for role in ROLES
        ),
        regions=known.regions.file,
    )


def read_file(file: Path, known_with: Callable[[Path | None], Known]) -> Answers:
    """Raises BadAnswers, naming the first field that is missing, unknown or wrong."""
    written = read_toml(file, BadAnswers, limit=FILE_BYTES)
    known = known_with(_regions_of(file, written))
    asked = {question.field: question for question in questions(known)}
    flat = _flat(file, written)
    for field, value in flat.items():
        if field not in asked:
            raise BadAnswers(file, field, value, f"这些项之一：{'、'.join((*asked, *MAY_STAND))}")
    said = _judged(file, flat, asked)
    _refuse_one_person_twice(file, said)
    return complete(said, known, _more(file, written))


def _judged(file: Path, flat: Mapping[str, str], asked: Mapping[str, Question]) -> dict[str, str]:
    said: dict[str, str] = {}
    for field, question in asked.items():
        value = flat[field] if field in flat else question.default(said)
        if value is None:
            raise BadAnswers(file, field, None, "写明的一项")
        if expected := question.expected(value):
            raise BadAnswers(file, field, question.shown(value), expected)
        said[field] = value
    return said


def one_person_twice(said: Mapping[str, str]) -> str:
    """The field in which a log-in name comes again: three administrators are three people."""
    seen: set[str] = set()
    for role in ROLES:
        field = f"administrators.{role}.username"
        username = names.plain(said.get(field, ""))
        if username and username in seen:
            return field
        seen.add(username)
    return ""


def _refuse_one_person_twice(file: Path, said: Mapping[str, str]) -> None:
    field = one_person_twice(said)
    if field:
        raise BadAnswers(file, field, said[field], "另一个人的登录名，三位管理员是三个人")


def _regions_of(file: Path, written: Mapping[str, Any]) -> Path | None:
    """Beside the file of answers, unless it says a whole path."""
    named = written.get("regions")
    if named is None:
        return None
    if not isinstance(named, str) or _line(named):
        raise BadAnswers(file, "regions", named, "区划文件的名字")
    return file.parent / named


def _flat(file: Path, written: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Tables become dotted names; only texts stand in them, and lists of texts where several are meant."""
    found: dict[str, str] = {}
    for name, value in written.items():
        field = f"{before}{name}"
        if field in MAY_STAND:
            continue
        if isinstance(value, dict):
            found |= _flat(file, value, f"{field}.")
        elif isinstance(value, bool):
            found[field] = "是" if value else "否"
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            found[field] = ",".join(value)
        elif isinstance(value, str):
            found[field] = value
        else:
            raise BadAnswers(file, field, value, "加引号的文字")
    return found


def _more(file: Path, written: Mapping[str, Any]) -> dict[str, Any]:
    words = written.get("words", {})
    if not isinstance(words, dict):
        raise BadAnswers(file, "words", words, "一张表 [words]")
    for name, value in words.items():
        if name not in WORDS:
            raise BadAnswers(file, f"words.{name}", value, f"这些项之一：{'、'.join(WORDS)}")
    texts = {f"words.{name}": value for name, value in words.items()}
    texts |= {name: written[name] for name in ("short", "slip") if name in written}
    for field, value in texts.items():
        if not isinstance(value, str) or _line(value):
            raise BadAnswers(file, field, value, f"1到{LONGEST}个字的一行文字")
    return {"short": written.get("short"), "slip": written.get("slip"), "words": words}


def _code(said: str, known: Known) -> str:
    county = known.regions.county(said)
    if county is None:
        there = "、".join(f"{row.code}（{row.name}）" for row in known.regions.counties()[:6])
        return (
            f"区划文件 {known.regions.file.name} 里县一级的6位代码，例如 {there}；"
            "别的县先准备好本县的区划文件，用 --regions 指明"
        )
    return (
        "" if known.regions.towns(county) else f"一个有镇的县，文件 {known.regions.file.name} 里它下面没有镇"
    )


def _region_name(said: Mapping[str, str], known: Known) -> str | None:
    county = known.regions.county(said.get("code", ""))
    return county.name if county else None


def _shipped(said: Mapping[str, str], known: Known, field: str) -> str | None:
    return known.of(said.get("code", "")).get(field)


def _line(said: str) -> str:
    good = said.strip() == said and said.isprintable() and 1 <= len(said) <= LONGEST
    return "" if good else f"1到{LONGEST}个字的一行文字，前后没有空格"


def _key(said: str) -> str:
    return "" if KEY.fullmatch(said) else "小写字母开头，最多40个小写字母、数字和短横，例如 tengzhou"


def _address(said: str) -> str:
    try:
        Environment({"address": said}).public_url("address")
    except BadSetting:
        return "完整的网址，例如 https://xiangji.example.cn，不带路径和口令；还没有就空着"
    return ""


def _networks(said: str) -> str:
    try:
        Environment({"networks": said}).networks("networks")
    except BadSetting:
        return "网段或地址，例如 10.0.0.0/8，几个用逗号隔开；没有就空着"
    return ""


def _person(said: str) -> str:
    return f"1到{names.LONGEST}个字的姓名" if names.fault_of_name(said.strip()) else ""


def _username(said: str) -> str:
    fault = names.fault_of_log_in_name(names.plain(said))
    return f"{names.SHORTEST}到{names.LONGEST}个字，只用字母、汉字、数字和 . _ - @" if fault else ""
