"""The address that is printed: whole and public, or a sentence instead of it."""

import pytest
from django.conf import LazySettings
from django.template import Context, Template

from xiangji.core.ui.public import NoPublicAddress, public_address

TAG = Template("{% public_code '/open/3/' %}")


@pytest.fixture
def a_real_county(settings: LazySettings) -> LazySettings:
    settings.DEMO, settings.PUBLIC_URL = False, "https://xiangji.example.cn"
    return settings


def test_a_page_has_its_whole_public_address(a_real_county: LazySettings) -> None:
    assert public_address("/open/3/") == "https://xiangji.example.cn/open/3/"


@pytest.mark.parametrize(
    ("is_demo", "url", "why"),
    [
        (False, "", "还没有对外的网址，请管机器的人设好 XIANGJI_PUBLIC_URL。"),
        (True, "https://xiangji.example.cn", "这是演示，印出去的码谁也打不开。"),
        (False, "http://127.0.0.1:8000", "对外的网址写的是 127.0.0.1，别的机器打不开，"),
        (False, "http://localhost", "对外的网址写的是 localhost，别的机器打不开，"),
        (False, "http://[::1]:8000", "对外的网址写的是 ::1，别的机器打不开，"),
        (False, "http://0.0.0.0", "对外的网址写的是 0.0.0.0，别的机器打不开，"),
    ],
)
def test_what_nobody_could_open_is_not_printed(
    *, is_demo: bool, url: str, why: str, settings: LazySettings
) -> None:
    settings.DEMO, settings.PUBLIC_URL = is_demo, url

    with pytest.raises(NoPublicAddress) as refused:
        public_address("/open/3/")

    assert refused.value.sentence.startswith(f"带网址的码没有做。{why}")


def test_a_paper_shows_the_code_with_the_address_below(a_real_county: LazySettings) -> None:
    drawn = TAG.render(Context())

    assert "<svg" in drawn
    assert '<figcaption class="note">https://xiangji.example.cn/open/3/</figcaption>' in drawn


def test_a_paper_without_an_address_says_so_instead(settings: LazySettings) -> None:
    settings.DEMO, settings.PUBLIC_URL = False, ""

    drawn = TAG.render(Context())

    assert "<svg" not in drawn
    assert "带网址的码没有做。还没有对外的网址" in drawn
