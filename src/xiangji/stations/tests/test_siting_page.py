"""The page of siting: the plan's shares are its first values, the proposal stands beside what is there."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import one
from xiangji.core.office.tests.cast import inside
from xiangji.core.places.models import Place
from xiangji.core.places.rules.poverty import Poverty
from xiangji.programme.tests.examples import register_running
from xiangji.stations.tests.station_cast import a_point, clerk

pytestmark = pytest.mark.usefixtures("the_county")
WANGZHUANG, DONGGU, SOUTH, NORTH = "370481104200", "370481104201", "370481114200", "370481114201"


def test_the_first_values_are_the_plan_s_and_nothing_is_proposed_before_it_is_asked() -> None:
    register_running()

    told = inside(clerk()).get("/office/siting/").content.decode()

    assert 'name="share" value="70"' in told
    assert "建议" not in told


@pytest.mark.proves("STA-30")
def test_a_poor_village_gets_the_point_first_and_the_page_says_why() -> None:
    a_point("TZ-001", WANGZHUANG)
    Place.objects.filter(code=NORTH).update(poverty=Poverty.REGISTERED, poverty_source="示例名单")
    client = inside(clerk())
    query = "share=100&poor=100&most=6&kilometres=3"

    told = client.get(f"/office/siting/?{query}").content.decode()

    assert "同一个镇（还没有坐标）" in told
    assert "应优先纳入扶持范围" in told
    assert "北界河村委会" in told[told.index("<h2>建议</h2>") :]
    assert "<b>南界河村委会</b>" not in told
    assert 'href="/stations/370481114/"' in told
    sheet = load_workbook(BytesIO(b"".join(client.get(f"/office/siting/list.xlsx?{query}")))).active
    assert sheet is not None
    rows = {row[2]: row for row in sheet.iter_rows(values_only=True)}
    assert rows[NORTH][3] == "是"
    assert "南界河村委会" in str(rows[NORTH][6])


def test_what_is_reached_needs_no_point() -> None:
    a_point("TZ-001", WANGZHUANG)

    told = inside(clerk()).get("/office/siting/?share=1&most=6&kilometres=3").content.decode()

    assert "已经到了，不用再设" in told


@pytest.mark.parametrize(
    "query",
    ["share=x&most=6&kilometres=3", "share=101&most=6&kilometres=3", "share=70&most=0&kilometres=nan"],
)
def test_what_cannot_be_wanted_is_said_at_its_field(query: str) -> None:
    answer = inside(clerk()).get(f"/office/siting/?{query}")

    assert answer.status_code == 422
    assert "mark bad" in answer.content.decode()


def test_only_who_opens_stations_is_advised_where() -> None:
    assert inside(one(PostKind.FINANCE)).get("/office/siting/").status_code == 403
