import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from xiangji.core import policy
from xiangji.core.accounts.models import User
from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.places import load_regions
from xiangji.core.places.tests.examples import region_file
from xiangji.core.policy.models import PolicyVersion
from xiangji.core.policy.tests.examples import body, cap
from xiangji.core.values import PlaceCode

COUNTY = PlaceCode("370481")
AT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
publish = partial(
    policy.publish,
    programme="example-2019",
    place=COUNTY,
    title="示例方案",
    standing="in_force",
    valid_from=date(2019, 9, 28),
    valid_to=None,
    by=None,
    at=AT,
)


@pytest.fixture(autouse=True)
def example_places(db: None, tmp_path: Path) -> None:
    load_regions(region_file(tmp_path), by=None)


def notes() -> list[Entry]:
    return list(Entry.objects.filter(did="policy.published").order_by("pk"))


def test_a_plan_is_published_as_version_one_with_its_exact_text() -> None:
    wang = User.objects.create(username="wang", name="示例·王")

    version = publish(body=body(ratio_rule=[cap(Decimal("11.50"))]), by=wang)

    stored = PolicyVersion.objects.get()
    assert (stored, stored.number, stored.place_code, stored.published_by) == (version, 1, COUNTY, wang)
    assert '"limit":11.5,' in stored.body
    assert json.loads(stored.body)["plan"]["ratio_rule"][0]["section"] == "五(二)"
    known = policy.version(stored.pk)
    assert known.body["plan"]["ratio_rule"][0]["limit"] == Decimal("11.5")
    assert (known.title, known.valid_from, known.standing) == ("示例方案", date(2019, 9, 28), "in_force")


def test_a_publication_is_noted_with_its_hash() -> None:
    version = publish(body=body(ratio_rule=[cap(15)]))

    (note,) = notes()
    assert version.sha256 in note.text
    assert note.by_key == ""


def test_the_same_publication_again_is_the_same_version() -> None:
    first = publish(body=body(ratio_rule=[cap(15)]))

    again = publish(body=body(ratio_rule=[cap(Decimal("15.0"))]), at=datetime(2027, 1, 1, tzinfo=UTC))

    assert again == first
    assert again.published_at == AT
    assert PolicyVersion.objects.count() == len(notes()) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"body": body(ratio_rule=[cap(14)])},
        {"title": "示例方案（修订）"},
        {"standing": "on_file"},
        {"valid_from": date(2020, 1, 1)},
        {"valid_to": date(2020, 1, 1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_differs_becomes_the_next_version_and_the_old_one_stays(change: dict[str, object]) -> None:
    first = publish(body=body(ratio_rule=[cap(15)]))

    second = publish(**{"body": body(ratio_rule=[cap(15)])} | change)  # type: ignore[arg-type]

    assert (first.number, second.number) == (1, 2)
    assert PolicyVersion.objects.get(number=1).body == first.body


def test_going_back_to_an_old_text_is_a_new_version() -> None:
    numbers = [publish(body=body(ratio_rule=[cap(limit)])).number for limit in (15, 14, 15)]

    assert numbers == [1, 2, 3]


def test_each_programme_counts_its_own_versions() -> None:
    first = publish(body=body(ratio_rule=[cap(15)]))
    other = publish(body=body(ratio_rule=[cap(15)]), programme="example-2020")

    assert (first.number, other.number) == (1, 1)


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (
            {"place": PlaceCode("370499")},
            "place_not_known",
            "没有发布。区划表里没有 370499，请先装入它的区划。",
        ),
        (
            {"valid_to": date(2019, 1, 1)},
            "policy_ends_before_it_begins",
            "没有发布。失效日期 2019-01-01 早于施行日期 2019-09-28，请改其中一个。",
        ),
    ],
)
def test_what_cannot_be_published_changes_nothing(change: dict[str, object], code: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        publish(**{"body": body(ratio_rule=[cap(15)])} | change)  # type: ignore[arg-type]

    assert (caught.value.code, caught.value.sentence) == (code, said)
    assert not PolicyVersion.objects.exists()
    assert notes() == []


def test_a_published_version_can_be_neither_changed_nor_removed() -> None:
    version = publish(body=body(ratio_rule=[cap(15)]))

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PolicyVersion.objects.update(body="{}")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        version.delete()

    assert PolicyVersion.objects.get(number=1).body == version.body


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("policy_ends_after_it_begins", {"valid_to": date(2019, 1, 1)}),
        ("policy_versions_count_from_one", {"number": 0}),
        ("policy_is_on_file_or_in_force", {"standing": "maybe"}),
    ],
)
def test_the_database_itself_refuses_an_impossible_version(name: str, facts: dict[str, object]) -> None:
    version = publish(body=body(ratio_rule=[cap(15)]))
    version.pk, version.number = None, 2
    for field, value in facts.items():
        setattr(version, field, value)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        version.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_publishers_at_the_same_moment_get_numbers_without_a_gap() -> None:
    def publish_one(limit: int) -> int:
        try:
            return publish(body=body(ratio_rule=[cap(limit)])).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as publishers:
        numbers = list(publishers.map(publish_one, range(8)))

    assert sorted(numbers) == list(range(1, 9))
    assert len(notes()) == 8
