from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from xiangji.core.accounts.models import User
from xiangji.core.audit.models import Entry
from xiangji.core.places import BadRegions, load_regions
from xiangji.core.places.models import Place
from xiangji.core.places.rules.kinds import Kind
from xiangji.core.places.rules.poverty import Poverty
from xiangji.core.places.tests.examples import HEAD, ROWS, region_file

pytestmark = pytest.mark.django_db


def test_a_file_is_taken_in_whole_and_noted_once(tmp_path: Path) -> None:
    wang = User.objects.create(username="wang", name="示例·王")

    changed = load_regions(region_file(tmp_path), by=wang)

    village = Place.objects.get(code="370481101202")
    assert changed == len(ROWS) == Place.objects.count()
    assert (village.name, village.level, village.kind) == ("示例二村村民委员会", "village", Kind.VILLAGE)
    assert village.parent_id == "370481101"
    assert village.poverty == Poverty.UNKNOWN
    assert [(entry.did, entry.by_key) for entry in Entry.objects.all()] == [("places.loaded", str(wang.pk))]


def test_the_same_file_again_changes_and_notes_nothing(tmp_path: Path) -> None:
    load_regions(region_file(tmp_path), by=None)

    assert load_regions(region_file(tmp_path), by=None) == 0
    assert Entry.objects.count() == 1


def test_a_new_name_changes_only_its_place_and_what_is_not_named_stays(tmp_path: Path) -> None:
    load_regions(region_file(tmp_path), by=None)
    renamed = [ROWS[0], "370481101202,示例二村社区居委会,village,370481101"]

    assert load_regions(region_file(tmp_path, renamed), by=None) == 1

    village = Place.objects.get(code="370481101202")
    assert (village.name, village.kind) == ("示例二村社区居委会", Kind.COMMUNITY)
    assert Place.objects.count() == len(ROWS)


def test_a_county_brings_its_own_positions_lists_and_mergers(tmp_path: Path) -> None:
    load_regions(region_file(tmp_path), by=None)
    head = f"{HEAD},valid_to,successor,lon,lat,position_source,poverty,poverty_source"
    rows = [
        "370481101201,示例一村委会,village,370481101,2020-12-31,370481101202,,,,provincial,示例名单2016",
        "370481101202,示例二村委会,village,370481101,,,117.16,35.08,示例测绘2024,,",
    ]

    assert load_regions(region_file(tmp_path, rows, head=head), by=None) == 2
    assert load_regions(region_file(tmp_path, rows, head=head), by=None) == 0

    old, new = Place.objects.filter(level="village", parent="370481101")
    assert (str(old.valid_to), old.successor_id) == ("2020-12-31", new.code)
    assert (old.poverty, old.poverty_source) == (Poverty.PROVINCIAL, "示例名单2016")
    assert (float(new.lon or 0), float(new.lat or 0), new.position_source) == (117.16, 35.08, "示例测绘2024")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [*ROWS, "370482101,示例九镇,town,370482"],
            "第10行的 parent 是“370482”，应当是文件里或平台里已有的代码。",
        ),
        ([*ROWS[:-1], "370481101202,,village,370481101"], "第9行的 name 是“”"),
        ([*ROWS, ROWS[3]], "第10行的 code 是“370481001”，应当是没有写过的代码，第5行已经写了这一个。"),
    ],
)
def test_a_bad_row_anywhere_turns_the_whole_file_away(tmp_path: Path, rows: list[str], said: str) -> None:
    with pytest.raises(BadRegions) as caught:
        load_regions(region_file(tmp_path, rows), by=None)

    assert said in caught.value.sentence
    assert not Place.objects.exists()
    assert not Entry.objects.exists()


def test_a_successor_that_nobody_knows_is_turned_away(tmp_path: Path) -> None:
    load_regions(region_file(tmp_path), by=None)
    rows = ["370481101201,示例一村委会,village,370481101,2020-12-31,370481101209"]

    with pytest.raises(BadRegions, match="successor 是“370481101209”，应当是文件里或平台里已有的代码。"):
        load_regions(region_file(tmp_path, rows, head=f"{HEAD},valid_to,successor"), by=None)

    assert not Place.objects.filter(valid_to__isnull=False).exists()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "代码,名称\n".encode("gb18030"), b"", b"\0" * 40])
def test_a_file_that_is_no_text_is_turned_away(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "regions.csv"
    file.write_bytes(content)

    with pytest.raises(BadRegions, match="区划没有装入。文件 "):
        load_regions(file, by=None)

    assert not Place.objects.exists()


def test_a_file_with_the_mark_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    file = region_file(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    assert load_regions(file, by=None) == len(ROWS)


def test_the_four_counties_are_taken_in_and_a_second_time_nothing_happens() -> None:
    file = Path(settings.HOME) / "data" / "regions.csv"

    assert load_regions(file, by=None) == 1939
    assert load_regions(file, by=None) == 0
    assert not Place.objects.exclude(poverty=Poverty.UNKNOWN).exists()
    assert not Place.objects.exclude(lon=None).exists()


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("only_a_province_has_no_parent", {"code": "3705", "level": "city"}),
        ("only_a_province_has_no_parent", {"code": "38", "level": "province", "parent_id": "37"}),
        ("position_has_two_coordinates_and_a_source", {"lon": 117, "lat": 35}),
        ("position_has_two_coordinates_and_a_source", {"lon": 117, "position_source": "示例"}),
        (
            "poverty_status_names_its_list",
            {"poverty": "registered", "level": "village", "parent_id": "370481101"},
        ),
        ("only_villages_are_on_poverty_lists", {"poverty": "registered", "poverty_source": "示例"}),
        ("place_ends_after_it_begins", {"valid_from": "2020-01-02", "valid_to": "2020-01-01"}),
        ("only_an_abolished_place_has_a_successor", {"successor_id": "37"}),
    ],
)
def test_the_database_itself_refuses_an_impossible_place(
    tmp_path: Path, name: str, facts: dict[str, object]
) -> None:
    load_regions(region_file(tmp_path), by=None)
    place = Place(**{"code": "38", "name": "示例", "level": "province", "kind": "province"} | facts)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        place.save(force_insert=True)
