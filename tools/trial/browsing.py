"""A small browser without scripts: fills in forms by their labels, presses buttons by their words."""

import http.client
import ssl
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

SECONDS = 30
UNSENT = {"submit", "button", "image", "file", "reset"}


class LostOnTheWay(Exception):
    """A page was not as somebody who follows the words expects it."""


@dataclass
class Form:
    action: str = ""
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    words: str
    form: Form
    action: str
    name: str
    value: str


class Reader(HTMLParser):
    """Words, links, forms with what stands in them, and buttons, also those that stand beside their form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.labels: dict[str, str] = {}
        self.named: dict[str, str] = {}
        self.forms: dict[str, Form] = {}
        self._here: Form | None = None
        self._select, self._option, self._area = "", "", ""
        self._pending: list[tuple[dict[str, str], str, Form | None]] = []
        self._reading: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(page)
        self.close()

    @property
    def buttons(self) -> list[Button]:
        found = []
        for told, words, inside in self._pending:
            form = self.forms.get(told.get("form", "")) or inside
            if form is not None:
                action = told.get("formaction") or form.action
                found.append(Button(words, form, action, told.get("name", ""), told.get("value", "")))
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if told.get("id") and told.get("name"):
            self.named[told["id"]] = told["name"]
        if tag == "form":
            self._here = Form(told.get("action", ""))
            self.forms[told.get("id") or f"form {len(self.forms)}"] = self._here
        elif tag == "input":
            self._input(told)
        elif tag == "select":
            self._select = told.get("name", "")
        elif tag == "option" and self._here is not None:
            self._option = told.get("value", "")
            if "selected" in told or self._select not in self._here.values:
                self._here.values[self._select] = self._option
        elif tag == "textarea":
            self._area = told.get("name", "")
        if tag in {"a", "button", "label", "option", "textarea"}:
            self._reading.append((tag, told, []))

    def _input(self, told: dict[str, str]) -> None:
        kind, name = told.get("type", "text"), told.get("name")
        is_unticked = kind in {"checkbox", "radio"} and "checked" not in told
        if self._here is not None and name and kind not in UNSENT and not is_unticked:
            self._here.values[name] = told.get("value", "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        for _, _, said in self._reading:
            said.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._here = None
        if self._reading and self._reading[-1][0] == tag:
            _, told, said = self._reading.pop()
            self._read(tag, told, "".join(said).strip())

    def _read(self, tag: str, told: dict[str, str], words: str) -> None:
        if tag == "a":
            self.links.append((f"{words} {told.get('aria-label', '')}", told.get("href", "")))
        elif tag == "button":
            self._pending.append((told, words, self._here))
        elif tag == "label":
            self.labels[told.get("for", "")] = words
        elif self._here is not None and tag == "option":
            self._here.choices.setdefault(self._select, {})[words] = self._option
        elif self._here is not None and self._area:
            self._here.values[self._area] = words


@dataclass(frozen=True, slots=True)
class Page:
    address: str
    status: int
    html: str
    read: Reader

    @property
    def text(self) -> str:
        return " ".join("".join(self.read.words).split())

    def after(self, words: str) -> str:
        """What stands behind these words, up to the next gap."""
        if words not in self.text:
            raise LostOnTheWay(f"{self.address} 上没有“{words}”：{self.text[:300]}")
        return self.text.split(words, 1)[1].split()[0]

    def link(self, words: str) -> str:
        for said, address in self.read.links:
            if words in said:
                return address
        raise LostOnTheWay(f"{self.address} 上没有写着“{words}”的链接：{self.text[:300]}")


@dataclass
class Browser:
    """One person's, with her own cookies. `ca` is the signer that she has installed."""

    port: int
    ca: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def open(self, path: str) -> Page:
        return self._ask("GET", path, "")

    def press(self, page: Page, words: str, typed: dict[str, str] | None = None) -> Page:
        """Fills in what is labelled so, sends the form of the button, and follows to the next page."""
        button = next((one for one in page.read.buttons if one.words == words), None)
        if button is None:
            there = "、".join(one.words for one in page.read.buttons)
            raise LostOnTheWay(f"{page.address} 上没有按钮“{words}”，只有{there}：{page.text[:300]}")
        sent = dict(button.form.values)
        for label, value in (typed or {}).items():
            name = self._name(page, button.form, label)
            sent[name] = button.form.choices.get(name, {}).get(value, value)
        if button.name:
            sent[button.name] = button.value
        return self._ask("POST", urljoin(page.address, button.action or page.address), urlencode(sent))

    def _name(self, page: Page, form: Form, label: str) -> str:
        for identity, words in page.read.labels.items():
            name = page.read.named.get(identity, "")
            if words == label and name in form.values:
                return name
        raise LostOnTheWay(f"{page.address} 的表里没有“{label}”：{'、'.join(page.read.labels.values())}")

    def _ask(self, method: str, path: str, body: str, *, steps: int = 5) -> Page:
        context = ssl.create_default_context(cafile=str(self.ca))
        asking = http.client.HTTPSConnection("localhost", self.port, timeout=SECONDS, context=context)
        try:
            asking.request(method, path, body.encode(), self._heads(method))
            answer = asking.getresponse()
            html = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                self.cookies |= {one.key: one.value for one in SimpleCookie(cookie).values()}
        finally:
            asking.close()
        further = answer.headers.get("Location")
        if further and steps:
            where = urlsplit(urljoin(path, further))
            path = where._replace(scheme="", netloc="", fragment="").geturl()
            return self._ask("GET", path, "", steps=steps - 1)
        return Page(path, answer.status, html, Reader(html))

    def _heads(self, method: str) -> dict[str, str]:
        own = f"https://localhost:{self.port}"
        heads = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            heads |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": own, "Origin": own}
        return heads
