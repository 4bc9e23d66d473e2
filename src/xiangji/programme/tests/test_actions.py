from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiangji.core import policy
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.events.models import Fact
from xiangji.core.policy import PolicyVersion
from xiangji.programme import actions, queries
from xiangji.programme.demo import reading_of
from xiangji.programme.models import Programme
from xiangji.programme.queries import study_of
from xiangji.programme.tests.examples import (
    DOCUMENTS,
    NOW,
    RUNNING,
    TENGZHOU,
    TODAY,
    YEARS,
    changed,
    opened,
    plan_file,
    register,
    register_files,
    register_running,
)
from xiangji.programme.web import board, papers, project_list


def rows() -> tuple[int, int, int, int]:
    return (
        Programme.objects.count(),
        PolicyVersion.objects.count(),
        Entry.objects.exclude(did="places.loaded").count(),
        Fact.objects.count(),
    )


@pytest.mark.proves("PRG-01")
def test_a_document_is_kept_on_file_with_its_own_date(counties: None) -> None:
    programme = register("tengzhou-2019")

    version = programme.version
    assert (version.number, version.standing, version.valid_from) == (1, "on_file", date(2019, 9, 28))
    assert programme.place_code == TENGZHOU
    assert not programme.is_running
    assert [entry.did for entry in Entry.objects.order_by("pk")][1:] == [
        "policy.published",
        "programme.opened",
    ]
    assert [fact.name for fact in Fact.objects.all()] == ["programme.ProgrammeOpened"]


@pytest.mark.proves("PRG-01")
@pytest.mark.parametrize(
    ("key", "begins"),
    [
        ("wangkui-2018", date(2018, 9, 1)),
        ("haifeng-2018", date(2018, 4, 1)),
        ("liaoning-2020", date(2020, 9, 14)),
    ],
)
def test_a_plan_without_number_or_date_is_kept_too(counties: None, key: str, begins: date) -> None:
    version = register(key).version

    assert version.valid_from == begins


def test_the_same_files_again_change_nothing(counties: None) -> None:
    first = register("tengzhou-2019")
    before = rows()

    again = register("tengzhou-2019")

    assert again.version_id == first.version_id
    assert rows() == before


def test_a_changed_file_is_the_next_version_and_the_old_one_stays(counties: None, tmp_path: Path) -> None:
    old = register_files(plan_file("tengzhou-2019")).version
    file = changed("tengzhou-2019", "value = 240", "value = 250", folder=tmp_path)

    programme = register_files(file)

    target = study_of(programme).document.target("village_points")
    assert programme.version.number == 2
    assert target is not None
    assert target.planned == "250"
    assert policy.version(old.pk).sha256 == old.sha256
    assert Programme.objects.count() == 1


def test_a_successor_is_in_force_with_its_dates_moved_and_names_its_original(counties: None) -> None:
    original = register("tengzhou-2019")

    successor = register("tengzhou-2019", years=YEARS)

    assert successor.is_running
    assert (successor.original, successor.shifted_years) == (original, YEARS)
    assert successor.version.valid_from == date(2025, 7, 1)
    assert policy.rule("ratio.centre_cap", place=TENGZHOU, on=TODAY).value == 15
    assert original.version.valid_from == date(2019, 9, 28)


def test_a_copy_is_in_force_from_its_first_phase_even_if_its_paper_came_later(counties: None) -> None:
    document = register("donggang-2020")

    copy = register("donggang-2020", years=7)

    assert document.version.valid_from == date(2020, 8, 17)
    assert copy.version.valid_from == date(2026, 10, 1)
    assert policy.rule("promise.centre_to_town", place="210681", on=date(2026, 11, 25)).value == 48


def take_up(key: str) -> Programme:
    return actions.take_up_plan(
        plan_file=plan_file(key), reading_file=reading_of(plan_file(key)), by=None, happened_at=NOW
    )


def test_the_countys_own_plan_counts_from_its_day_and_its_dates_are_not_moved(counties: None) -> None:
    taken = take_up("tengzhou-2019")

    version = taken.version
    assert (taken.key, taken.original, taken.shifted_years) == ("tengzhou-2019", None, 0)
    assert (version.number, version.standing, version.valid_from) == (1, "in_force", date(2019, 7, 1))
    assert queries.running(TENGZHOU) == opened("tengzhou-2019")
    before = rows()
    assert take_up("tengzhou-2019").version == version
    assert rows() == before


def test_the_plan_of_another_county_is_only_kept_on_file(counties: None) -> None:
    assert take_up("wangkui-2018").version.standing == "on_file"

    assert queries.running(TENGZHOU) is None


def test_a_plan_on_file_counts_once_it_is_taken_up(counties: None) -> None:
    first = register("tengzhou-2019").version

    taken = take_up("tengzhou-2019")

    assert (first.standing, first.number) == ("on_file", 1)
    assert (taken.version.standing, taken.version.number) == ("in_force", 2)


def test_another_shift_is_the_next_version_of_the_same_programme(counties: None) -> None:
    register_running()

    programme = register("tengzhou-2019", years=YEARS + 1)

    assert (programme.key, programme.version.number, programme.shifted_years) == (RUNNING, 2, YEARS + 1)
    assert Programme.objects.count() == 2


def test_nothing_runs_without_its_original_on_file(counties: None) -> None:
    before = rows()

    with pytest.raises(Refused, match="原件 tengzhou-2019 还没有登记") as refusal:
        register("tengzhou-2019", years=YEARS)

    assert refusal.value.code == "original_not_on_file"
    assert rows() == before


def test_a_plan_of_a_place_that_is_not_known_is_refused(counties: None, tmp_path: Path) -> None:
    file = changed("tengzhou-2019", 'county = "滕州市"', 'county = "无名市"', folder=tmp_path)
    before = rows()

    with pytest.raises(Refused, match="“无名市”不在区划表里"):
        register_files(file)

    assert rows() == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("schema = 1", "schema = = 1", "tengzhou-2019.toml"),
        ("programme_year = 2019", 'programme_year = "去年"', "programme_year"),
        ("central = 380", 'central = "三百八十"', "central"),
        ('numerator = "county_centre.central"', 'numerator = "city_hall.central"', "city_hall.central"),
        ("[[target]]", "[[taget]]", "taget"),
    ],
)
def test_a_bad_plan_is_refused_by_file_field_and_value_and_changes_nothing(
    counties: None, tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = changed("tengzhou-2019", old, new, folder=tmp_path)
    before = rows()

    with pytest.raises(Refused) as refusal:
        register_files(file)

    assert said in refusal.value.sentence
    assert refusal.value.sentence.endswith("。")
    assert rows() == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(DOCUMENTS), place=st.floats(0, 1, exclude_max=True), data=st.data())
def test_a_damaged_file_is_refused_in_words_or_its_pages_can_be_shown(
    counties: None, tmp_path: Path, key: str, place: float, data: st.DataObject
) -> None:
    lines = plan_file(key).read_text(encoding="utf-8").splitlines()
    at = int(place * len(lines))
    lines[at] = data.draw(st.sampled_from(["", lines[at - 1], lines[at].replace("1", "9"), lines[at][:-1]]))
    file = tmp_path / f"{key}.toml"
    file.write_text("\n".join(lines), encoding="utf-8")

    said = sentence_or_pages(file)

    assert said.endswith("。")


def sentence_or_pages(file: Path) -> str:
    """The refusal, or one sentence from each page of what was accepted."""
    try:
        shown = opened(register_files(file).key)
    except Refused as refusal:
        return refusal.sentence
    return (
        board.of(shown, TODAY).issued + papers.of([shown])[0].title + project_list.of(shown, TODAY).conclusion
    )
