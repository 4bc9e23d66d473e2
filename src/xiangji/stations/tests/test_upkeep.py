"""What contractors did for the stations, and what broadband reaches the villages."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import an_organisation, one
from xiangji.core.audit.models import Entry
from xiangji.core.measures import find
from xiangji.core.office.tests.cast import inside
from xiangji.core.office.tests.test_importing import a_file
from xiangji.core.sheets.models import Intake
from xiangji.core.values import Money, Period
from xiangji.stations import actions
from xiangji.stations.models import Broadband, Inspection, Upkeep
from xiangji.stations.queries import upkeep as reading
from xiangji.stations.rules.broadband import Line, Tariff, Whose
from xiangji.stations.rules.equipment import Finding
from xiangji.stations.rules.register import StationRefused
from xiangji.stations.rules.upkeep import UpkeepKind, Work
from xiangji.stations.tests.cast import COUNTY, LAKE_TOWN, RIVER_TOWN
from xiangji.stations.tests.station_cast import NOW, SUMMER, TODAY, a_point, a_station, a_thing, clerk

pytestmark = pytest.mark.usefixtures("the_county")
WANGZHUANG, DONGGU, SOUTH, NORTH = "370481104200", "370481104201", "370481114200", "370481114201"


def a_work(words: str = "站点系统升级", *, day: date = SUMMER, yuan: int = 30_000) -> Work:
    return Work(UpkeepKind.UPGRADE, day, words, Money.from_yuan(yuan))


def recorded(firm: int, by: User, work: Work | None = None) -> Upkeep:
    return actions.record_upkeep(firm=firm, work=work or a_work(), station=None, by=by, happened_at=NOW)


def a_line(
    place: str,
    by: User,
    mbps: int = 50,
    *,
    fibre: bool = True,
    tariff: Tariff = Tariff.UNKNOWN,
    whose: Whose = Whose.VILLAGE,
    name: str = "",
    note: str = "",
    day: date = SUMMER,
) -> Broadband:
    line = Line(whose, name, mbps, fibre, tariff, note)
    return actions.record_broadband(place=place, line=line, day=day, by=by, happened_at=NOW)


@pytest.mark.proves("STA-48")
def test_the_contractor_writes_down_upgrades_with_their_cost_and_the_year_is_summed() -> None:
    firm = an_organisation("示例·承建公司")
    Organisation.objects.update(kind=Organisation.Kind.COMPANY)
    person = one(PostKind.CONTRACTOR, organisation=firm)
    client = inside(person)
    typed = {"firm": firm.pk, "kind": "upgrade", "day": "2026-07-01", "words": "升级到新版", "cost": "30000"}
    recorded(firm.pk, person, a_work("维护", yuan=1_500))

    answer = client.post("/office/upkeep/do/record/", typed)

    row = Upkeep.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"/office/upkeep/{row.pk}/")
    told = client.get(f"/office/upkeep/{row.pk}/").content.decode()
    assert "31,500.00元" in told
    assert "承建企业投入50万元" in told
    actions.strike_out_upkeep(upkeep=row, reason="记重了", by=person, happened_at=NOW)
    assert reading.cost_of(firm.pk, 2026) == Money.from_yuan(1_500)
    assert "记重了" in client.get(f"/office/upkeep/{row.pk}/").content.decode()
    with pytest.raises(StationRefused, match="没有作废。这条已经作废了"):
        actions.strike_out_upkeep(upkeep=row, reason="再来", by=person, happened_at=NOW)


def test_what_was_mended_is_good_again_and_its_cost_is_written_down() -> None:
    firm, person = an_organisation("示例·承建公司"), clerk()
    station = a_station("TZ-001", place=LAKE_TOWN, operator=firm)
    thing = a_thing(station, person)
    actions.inspect_equipment(
        equipment=thing, day=SUMMER, finding=Finding.BROKEN, note="不亮", by=person, happened_at=NOW
    )
    client = inside(person)

    client.post(
        f"/office/equipment/{thing.pk}/mend/", {"day": "2026-07-03", "words": "换了屏幕", "cost": "380.5"}
    )

    row = Upkeep.objects.get()
    assert (row.firm, row.station, row.equipment, row.cost) == (firm, station, thing, Money(38_050))
    assert Inspection.objects.latest("pk").note == "修好了：换了屏幕"
    assert "完好" in client.get(f"/office/equipment/{thing.pk}/").content.decode()


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (a_work(" "), "写了0个字"),
        (a_work(day=TODAY + timedelta(days=1)), "还没有到"),
        (a_work(yuan=-1), "不小于零"),
    ],
)
def test_what_cannot_be_of_upkeep_is_refused(work: Work, said: str) -> None:
    with pytest.raises(StationRefused) as refusal:
        recorded(an_organisation().pk, clerk(), work)

    assert said in refusal.value.sentence
    assert not Upkeep.objects.exists()


def test_a_contractor_writes_for_no_other_firm_and_finance_only_reads() -> None:
    other = an_organisation("示例·别家")
    entries = Entry.objects.count()

    for person, why in ((one(PostKind.CONTRACTOR), NotYours), (one(PostKind.FINANCE), NotPermitted)):
        with pytest.raises(why):
            recorded(other.pk, person)

    assert (Upkeep.objects.count(), Entry.objects.count()) == (0, entries)


@pytest.mark.proves("STA-47")
def test_broadband_of_each_village_stands_beside_the_plan_and_who_lacks_it_is_named(client: Client) -> None:
    person = clerk()
    a_point("TZ-001", WANGZHUANG, broadband_mbps=100, has_fibre=True)
    a_line(DONGGU, person, 4)
    a_line(SOUTH, person, 200, fibre=False)
    a_line(
        LAKE_TOWN,
        person,
        tariff=Tariff.REDUCED,
        whose=Whose.LOGISTICS,
        name="示例·物流中心",
        note="电信给的，半价",
    )

    found = reading.broadbands(COUNTY, TODAY)

    assert found.counts[:2] == (1, 2)
    assert [each.unit.code for each in found.lacking][:2] == [DONGGU, SOUTH]
    assert NORTH in {each.unit.code for each in found.lacking if each.known is None}
    page = client.get("/stations/coverage/").content.decode()
    assert "采用光纤到村的宽带接入能力不低于 10Mbps" in page
    assert "东古民族村委会" in page[page.index('id="broadband"') :]
    assert "物流配送中心</dt><dd>1家有优惠，共1家" in page
    a_line(DONGGU, person, 100, day=TODAY)
    assert reading.broadbands(COUNTY, TODAY).counts[:2] == (2, 1)
    assert reading.broadbands(COUNTY, SUMMER).counts[:2] == (1, 2)
    figure = find("stations.villages_with_broadband")
    assert figure is not None
    told = figure(COUNTY, Period.of_day(TODAY))
    assert (told.num, told.den) == (2, len(found.villages))
    csv = client.get("/stations/coverage/broadband.csv").content.decode()
    assert f"{SOUTH},南界河村委会,200 Mbps，不是光纤,不够" in csv


def test_broadband_comes_in_as_a_table_of_one_s_own_villages() -> None:
    person, today = clerk(), timezone.localdate()
    client = inside(person)
    head = ["村", "宽带（Mbps）", "光纤到村", "资费", "说明", "发生日期", "文号或凭据"]
    rows = [
        ["望庄村委会", 100, "是", "有优惠", "电信给的，半价", today, "电信清单"],
        ["东古民族村委会", 0, "否", "", "", today, "电信清单"],
    ]

    client.post("/office/import/broadband/", {"file": a_file(*rows, head=head)})
    intake = Intake.objects.latest("pk")
    client.post(f"/office/import/broadband/{intake.pk}/confirm/")

    values = Broadband.objects.order_by("place").values_list("place", "mbps", "has_fibre", "tariff")
    assert list(values) == [(WANGZHUANG, 100, True, "reduced"), (DONGGU, 0, False, "unknown")]
    assert "没有宽带" in client.get("/office/broadband/?chip=lacks").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"place": LAKE_TOWN}, "不是村"),
        ({"place": "370481999999"}, "区划名单里没有"),
        ({"mbps": -1}, "应当是0到"),
        ({"whose": Whose.FIRM}, "请写是哪一家"),
        ({"tariff": Tariff.FREE}, "请写是什么优惠"),
        ({"day": TODAY + timedelta(days=1)}, "还没有到"),
    ],
)
def test_what_cannot_be_of_broadband_is_refused(changes: dict[str, object], said: str) -> None:
    given: dict[str, object] = {"place": WANGZHUANG, "by": clerk()}

    with pytest.raises(StationRefused) as refusal:
        a_line(**(given | changes))  # type: ignore[arg-type]

    assert said in refusal.value.sentence
    assert not Broadband.objects.exists()


def test_a_town_clerk_tells_of_his_own_villages_and_the_database_keeps_what_was_found() -> None:
    town = one(PostKind.TOWN_CLERK, place=COUNTY.__class__(RIVER_TOWN))

    with pytest.raises(NotYours):
        a_line(WANGZHUANG, town)
    with pytest.raises(NotPermitted):
        a_line(WANGZHUANG, one(PostKind.CONTRACTOR))
    a_line(SOUTH, town)

    with pytest.raises(DatabaseError), transaction.atomic():
        Broadband.objects.update(mbps=1_000)
    assert Broadband.objects.get().mbps == 50
