"""What the first people of a county do on their screens, in the order of docs/it/first-days.md."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pyotp
from tools.trial.browsing import Browser, LostOnTheWay, Page

ONE_TIME = re.compile(r"一次性口令：([a-z0-9-]+)")
LOG_IN, HOME = "/office/login/", "/office/"
STEP = 30
HOSTS, FIRM = "滕州市商务和投资促进局", "滕州乡集电商有限公司"
PROJECT = "村级冷柜，第一批"
LINE = "2 镇、村两级电子商务服务站点建设"
WRITTEN = {
    "项目名称": PROJECT,
    "责任主体": HOSTS,
    "工作目标": "村里的鲜货能存三天。",
    "建设内容": "冷柜40台。",
    "时间节点": "2026-12",
    "验收考核标准": "逐台清点，试运行30天。",
    "中央财政（元）": "80000",
}


@dataclass
class Person:
    username: str
    password: str
    browser: Browser
    secret: str = ""
    last_step: int = field(default=0)

    def own_password(self) -> str:
        """Chosen at the first log-in; nothing of the name stands in it."""
        return "Zhong-Shan-Lu-88"

    def first_log_in(self) -> None:
        """With the one-time password: one of her own, then the second factor where it is asked for."""
        page = self._give_password()
        chosen = self.own_password()
        typed = {"现在的口令": self.password, "新口令": chosen, "新口令再写一遍": chosen}
        page = self.browser.press(page, "换成新口令", typed)
        self.password = chosen
        if page.address == "/office/me/code/":
            self._enrol(page)
        expect(self.browser.open(HOME), "待办")

    def log_in(self) -> None:
        self.browser.cookies.clear()
        page = self._give_password()
        if self.secret:
            page = self.browser.press(page, "进门", {"手机上现在的6位数": self._code()})
        expect(self.browser.open(HOME), "待办")

    def _give_password(self) -> Page:
        page = self.browser.open(LOG_IN)
        return self.browser.press(page, "进门", {"登录名": self.username, "口令": self.password})

    def _enrol(self, page: Page) -> None:
        page = self.browser.press(page, "给我看码")
        self.secret = page.after("手抄下面的字。这一页只出现一次。")
        expect(self.browser.press(page, "登记好", {"手机上现在的6位数": self._code()}), "动态口令登记好了")

    def _code(self) -> str:
        """As the telephone shows it; each opens once, so the next log-in may have to wait for the next."""
        step = max(int(time.time()) // STEP, self.last_step + 1)
        while step > int(time.time()) // STEP + 1:
            time.sleep(1)
        self.last_step = step
        return pyotp.TOTP(self.secret).generate_otp(step)


def expect(page: Page, words: str) -> Page:
    if words not in page.text:
        raise LostOnTheWay(f"{page.address}（{page.status}）上没有“{words}”：{page.text[:600]}")
    return page


@dataclass(frozen=True, slots=True)
class Staff:
    """Those whom the first days have brought in, with passwords of their own."""

    head: Person
    clerk: Person
    contractor: Person


def first_days(system: Person, security: Person, another: Callable[[str, str], Person]) -> Staff:
    """The administrators bring in the head of the bureau and a firm; the head brings in a clerk."""
    system.first_log_in()
    security.first_log_in()
    head = another("chenju", open_account(system, "陈局", "chenju"))
    contractor = another("zhaoqi", open_account(system, "赵企", "zhaoqi"))
    open_unit(security, FIRM)
    give_post(security, "陈局", "商务局负责人", HOSTS)
    give_post(security, "赵企", "承办企业", FIRM)
    head.first_log_in()
    contractor.first_log_in()
    clerk = another("sunke", take_on(head, "孙科", "sunke"))
    clerk.first_log_in()
    return Staff(head, clerk, contractor)


def open_account(by: Person, name: str, username: str) -> str:
    page = by.browser.open("/office/people/")
    page = by.browser.open(page.link("开账号"))
    return once(by.browser.press(page, "开账号", {"姓名": name, "登录名": username}))


def once(page: Page) -> str:
    found = ONE_TIME.search(page.text)
    if found is None:
        raise LostOnTheWay(f"{page.address}（{page.status}）没有给一次性口令：{page.text[:600]}")
    return found.group(1)


def open_unit(by: Person, name: str) -> None:
    page = by.browser.open("/office/units/")
    page = by.browser.open(page.link("登记一个单位"))
    typed = {"单位名称": name, "类别": "企业", "所在地": "滕州市"}
    expect(by.browser.press(page, "登记一个单位", typed), "单位登记好了。")


def give_post(by: Person, name: str, post: str, unit: str) -> None:
    page = by.browser.open("/office/people/")
    page = by.browser.open(page.link(name))
    typed = {"岗位": post, "单位": unit, "管到哪里": "滕州市"}
    expect(by.browser.press(page, "给岗位", typed), "岗位给了，从写的那天起算。")


def take_on(by: Person, name: str, username: str) -> str:
    page = by.browser.open("/office/people/")
    page = by.browser.open(page.link("添本单位的人"))
    typed = {"姓名": name, "登录名": username, "岗位": "商务局经办"}
    return once(by.browser.press(page, "添本单位的人", typed))


def draft_project(by: Person) -> None:
    page = by.browser.open("/office/projects/")
    page = by.browser.open(page.link("写一个项目"))
    typed = {"从哪一行预算": LINE, **WRITTEN}
    expect(by.browser.press(page, "写一个项目", typed), "存下来了。五项写全了再报送。")
    page = by.browser.open(by.browser.open("/office/projects/").link(PROJECT))
    expect(by.browser.press(page, "报送商务局"), "报上去了，等商务局初审。")


def sees_the_project(by: Person) -> None:
    page = by.browser.open("/office/projects/")
    expect(by.browser.open(page.link("全部")), PROJECT)
