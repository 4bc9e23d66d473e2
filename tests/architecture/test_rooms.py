from collections.abc import Callable, Iterator

import pytest
from tools.laws import rooms
from tools.laws.source import Module, modules

Law = Callable[[Module], Iterator[str]]
LAWS = [
    rooms.writes_outside_their_rooms,
    rooms.impure_rules,
    rooms.lookups_past_the_doors,
    rooms.signals_of_our_own,
    rooms.actions_without_beats,
]


@pytest.mark.parametrize("law", LAWS)
def test_the_house_keeps_the_law(law: Law) -> None:
    assert [fault for module in modules() for fault in law(module)] == []


@pytest.mark.parametrize(
    "planted",
    [
        "form.save()",
        "station.save(update_fields=['name'])",
        "station.delete()",
        "Station.objects.filter(code=code).delete()",
        "Station.objects.create(code=code)",
        "stations.update(is_open=False)",
        "Station.objects.filter(town=town).update(**changes)",
        "Station.objects.bulk_create(rows)",
        "Station.objects.update_or_create(code=code)",
        "cursor.execute('DELETE FROM stations_station')",
        "cursor.execute(f'update stations_station set name = {name}')",
    ],
)
def test_a_write_in_the_wrong_room_is_named(planted: str) -> None:
    faults = list(rooms.writes_outside_their_rooms(Module("xiangji.stations.web.views", planted)))

    assert len(faults) == 1
    assert faults[0].startswith("xiangji.stations.web.views:1 writes rows")


def test_only_the_room_that_keeps_whole_databases_may_empty_one() -> None:
    planted = "cursor.execute('DROP TABLE stations_station')"

    assert list(rooms.writes_outside_their_rooms(Module("xiangji.project.keeping.postgres", planted))) == []
    assert list(rooms.writes_outside_their_rooms(Module("xiangji.stations.keeping", planted)))
    assert list(rooms.writes_outside_their_rooms(Module("xiangji.project.web", planted)))


@pytest.mark.parametrize(
    "harmless",
    [
        "digest.update(text)",
        "seen.update(codes)",
        "book.save(stream)",
        "Station.objects.filter(code=code).order_by('code')",
        "cursor.execute('SELECT 1')",
        "Path(name).unlink()",
    ],
)
def test_what_only_sounds_like_a_write_is_not_named(harmless: str) -> None:
    assert list(rooms.writes_outside_their_rooms(Module("xiangji.stations.queries", harmless))) == []


@pytest.mark.parametrize(
    "room", ["actions", "actions.points", "models", "demo", "migrations.0001_initial", "tests.test_web"]
)
def test_a_write_in_its_room_is_not_named(room: str) -> None:
    assert list(rooms.writes_outside_their_rooms(Module(f"xiangji.stations.{room}", "station.save()"))) == []


@pytest.mark.parametrize(
    "planted",
    [
        "timezone.now()",
        "datetime.now(tz=UTC)",
        "date.today()",
        "time.time()",
        "open('plan.toml')",
        "Path(name).read_text()",
        "os.getenv('COUNTY')",
    ],
)
@pytest.mark.parametrize("module", ["xiangji.programme.rules.phases", "xiangji.core.values.months"])
def test_a_rule_that_looks_outside_is_named(module: str, planted: str) -> None:
    assert len(list(rooms.impure_rules(Module(module, f"def rule(name):\n    return {planted}\n")))) == 1


@pytest.mark.parametrize(
    "planted", ["apps.get_model('trace', 'Batch')", "importlib.import_module(name)", "__import__(name)"]
)
def test_a_way_past_the_doors_is_named(planted: str) -> None:
    assert len(list(rooms.lookups_past_the_doors(Module("xiangji.market.queries", planted)))) == 1
    assert not list(rooms.lookups_past_the_doors(Module("xiangji.project.apps", planted)))
    assert not list(rooms.lookups_past_the_doors(Module("xiangji.core.events.registry", planted)))


def test_a_signal_is_named() -> None:
    planted = Module("xiangji.market.models", "from django.db.models.signals import post_save\n")

    assert list(rooms.signals_of_our_own(planted)) == [
        "xiangji.market.models:1 uses Django's signals; announce an event instead"
    ]


@pytest.mark.parametrize(
    ("signature", "fault"),
    [
        ("*, point, by, happened_at", ""),
        ("point, *, by, happened_at", "the action close_point takes values by position; name them all"),
        ("*, point, by", "the action close_point does not take happened_at"),
        ("*, point, happened_at", "the action close_point does not take by"),
        ("*, point", "the action close_point does not take by and happened_at"),
    ],
)
def test_an_action_without_its_beats_is_named(signature: str, fault: str) -> None:
    text = f"@transaction.atomic\ndef close_point({signature}):\n    note(by=by, did='point.closed')\n"

    faults = list(rooms.actions_without_beats(Module("xiangji.stations.actions", text)))

    assert faults == ([f"xiangji.stations.actions:2 {fault}"] if fault else [])


def test_a_public_helper_of_the_actions_that_changes_nothing_is_no_action() -> None:
    text = "def read_body(plan_file):\n    return {}\n"

    assert list(rooms.actions_without_beats(Module("xiangji.programme.actions", text))) == []
