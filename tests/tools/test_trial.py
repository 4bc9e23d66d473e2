"""The browser of the trial does what a person does with a page: no more, and it says where it is lost."""

from pathlib import Path

import pytest
from tools.trial.browsing import Browser, LostOnTheWay, Page, Reader

PAGE = """
<a href="/office/people/1/" aria-label="张一"><b>张一</b></a>
<form id="sheet"><input type="hidden" name="csrf" value="c1">
<label for="a">姓名</label><input id="a" name="name" value="">
<label for="b">岗位</label><select id="b" name="kind"><option value="x">甲</option>
<option value="y" selected>乙</option></select>
<input type="checkbox" name="unticked"><label for="t">为什么</label><textarea id="t" name="why">旧</textarea>
</form>
<button form="sheet" formaction="/give/">给岗位</button>
<form action="/search/"><label for="q">搜索</label><input id="q" name="q">
<button name="go" value="1">找</button></form>
"""


def page() -> Page:
    return Page("/here/", 200, PAGE, Reader(PAGE))


def test_a_form_is_read_with_what_stands_in_it_and_its_button_beside_it() -> None:
    give, find = page().read.buttons

    assert (give.words, give.action) == ("给岗位", "/give/")
    assert give.form.values == {"csrf": "c1", "name": "", "kind": "y", "why": "旧"}
    assert give.form.choices == {"kind": {"甲": "x", "乙": "y"}}
    assert (find.words, find.action, find.name, find.value) == ("找", "/search/", "go", "1")
    assert page().link("张一") == "/office/people/1/"


def test_what_is_not_on_the_page_ends_the_way_and_is_named() -> None:
    browser = Browser(1, Path("none"))

    with pytest.raises(LostOnTheWay, match="没有按钮“撤回”，只有给岗位、找"):
        browser.press(page(), "撤回")
    with pytest.raises(LostOnTheWay, match="的表里没有“搜索”"):
        browser.press(page(), "给岗位", {"搜索": "x"})
    with pytest.raises(LostOnTheWay, match="没有写着“岗位表”的链接"):
        page().link("岗位表")
