"""./xj doctor: each finding from a situation that was made for it."""

import json
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.audit import note
from xiangji.core.audit.entries import AUDIT
from xiangji.core.calendar.models import ArrangedDay
from xiangji.core.chain import sealing
from xiangji.core.chain.models import Link
from xiangji.core.events.models import Delivery, Fact, Presence
from xiangji.project import database_checks, machine_checks, tls
from xiangji.project.county_folder import KEYS, CountyFolder
from xiangji.project.findings import Finding, State
from xiangji.project.keeping import marks, status
from xiangji.project.tests.processes import xj

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> CountyFolder:
    found = CountyFolder(tmp_path / "county")
    found.keys.mkdir(mode=0o700, parents=True)
    found.path.chmod(0o700)
    for name in KEYS:
        os.close(os.open(found.keys / name, os.O_CREAT | os.O_WRONLY, 0o600))
    found.write_env({"XIANGJI_COUNTY": "tengzhou"})
    return found


def states(those: Iterable[Finding]) -> dict[str, State]:
    return {finding.what: finding.state for finding in those}


def sentence(those: Iterable[Finding], what: str) -> str:
    return next(finding.sentence for finding in those if finding.what == what)


def test_keys_in_their_place_are_good(folder: CountyFolder) -> None:
    assert states(machine_checks.private_files(folder)) == {"keys": State.OK}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_that_is_missing_stops_a_start(name: str, folder: CountyFolder) -> None:
    (folder.keys / name).unlink()

    found = list(machine_checks.private_files(folder))

    assert [finding.stops for finding in found] == [True]
    assert found[0].sentence.startswith(f"{folder.keys} 里缺 {name}。请从单独的备份里放回原处")
    assert not (folder.keys / name).exists()


@pytest.mark.parametrize("what", [".", "keys", "keys/chain.key", "county.env"])
def test_what_others_can_read_is_named_with_the_cure_and_stops_a_start(
    what: str, folder: CountyFolder
) -> None:
    path = folder.path / what
    path.chmod(0o755 if path.is_dir() else 0o644)

    found = list(machine_checks.private_files(folder))

    cure = "700" if path.is_dir() else "600"
    assert [finding.stops for finding in found] == [True]
    assert found[0].sentence == f"{path} 别人也能读。请运行 chmod {cure} {path} 。"


def test_a_restore_that_was_not_finished_stops_a_start(folder: CountyFolder) -> None:
    assert list(machine_checks.whole(folder)) == []

    (folder.path / marks.MARK).write_text("{}")

    assert [finding.stops for finding in machine_checks.whole(folder)] == [True]


def test_a_missing_backup_a_failed_one_and_an_old_one_are_told(folder: CountyFolder) -> None:
    assert sentence(machine_checks.last_backup(folder, NOW), "backup").startswith("还没有备份过。")

    old = status.Status(at=(NOW - timedelta(days=9)).isoformat(), file="x", bytes=1)
    status.made(folder.path, old)
    assert sentence(machine_checks.last_backup(folder, NOW), "backup").endswith("过了 9 天。请再备份一次。")

    status.failed(folder.path, NOW.isoformat(), "盘满了。")
    assert states(machine_checks.last_backup(folder, NOW))["backup_failed"] == State.BAD

    status.made(folder.path, status.Status(at=(NOW + timedelta(hours=1)).isoformat(), file="x", bytes=1))
    assert states(machine_checks.last_backup(folder, NOW)) == {"backup": State.OK}


@pytest.mark.parametrize(("days_ago", "state"), [(0, State.OK), (370, State.WARN), (400, State.BAD)])
def test_the_days_of_a_certificate_are_counted(days_ago: int, state: State, folder: CountyFolder) -> None:
    assert list(machine_checks.certificate(folder, NOW)) == []
    pair = tls.self_signed(folder.keys / "tls", ["localhost"], now=NOW - timedelta(days=days_ago))
    machine_checks.note_what_is_served(folder, host="127.0.0.1", port=1, certificate=pair.certificate)

    assert states(machine_checks.certificate(folder, NOW)) == {"certificate": state}


def test_a_certificate_that_is_gone_is_told(folder: CountyFolder) -> None:
    machine_checks.note_what_is_served(folder, host="x", port=1, certificate=Path("/nowhere/a.pem"))

    assert states(machine_checks.certificate(folder, NOW)) == {"certificate": State.BAD}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"port": "x", "certificate": 3}'])
def test_a_spoilt_note_of_the_last_start_says_nothing(text: str, folder: CountyFolder) -> None:
    (folder.path / machine_checks.SERVING).write_text(text)

    assert list(machine_checks.certificate(folder, NOW)) == []
    assert states(machine_checks.port(folder)) == {"port": State.WARN}


def test_a_clock_before_the_program_was_written_is_told() -> None:
    assert states(machine_checks.clock(datetime(2001, 1, 1, tzinfo=UTC))) == {"clock": State.BAD}


@pytest.mark.django_db
def test_a_clock_behind_the_last_entry_is_told() -> None:
    assert list(database_checks.clock()) == []
    with transaction.atomic():
        note(by=None, did="places.loaded", what="x")

    assert list(database_checks.clock()) == []


@pytest.mark.django_db
def test_the_arrangement_of_this_year_must_be_there_and_the_next_by_december() -> None:
    assert states(database_checks.holidays(date(2026, 3, 1))) == {"holidays": State.BAD}

    ArrangedDay.objects.create(day=date(2026, 1, 1), sort="rest", name="元旦")
    assert states(database_checks.holidays(date(2026, 12, 9))) == {"holidays": State.OK}
    assert states(database_checks.holidays(date(2026, 12, 10))) == {"holidays": State.WARN}

    ArrangedDay.objects.create(day=date(2027, 1, 1), sort="rest", name="元旦")
    assert states(database_checks.holidays(date(2026, 12, 31))) == {"holidays": State.OK}


@pytest.mark.django_db
def test_a_worker_that_is_gone_is_bad_only_while_the_county_is_served() -> None:
    assert states(database_checks.work(is_served=False))["worker"] == State.WARN
    assert states(database_checks.work(is_served=True))["worker"] == State.BAD

    Presence.objects.create(name="w", started_at=timezone.now(), seen_at=timezone.now())
    assert states(database_checks.work(is_served=True))["worker"] == State.OK


@pytest.mark.django_db
def test_facts_that_wait_long_and_parked_ones_are_told() -> None:
    long_ago = timezone.now() - timedelta(hours=2)
    for state in (Delivery.State.WAITING, Delivery.State.PARKED):
        fact = Fact.objects.create(name="x.Y", body="{}", announced_at=long_ago)
        Delivery.objects.create(fact=fact, reaction="x", state=state, due_at=long_ago)

    found = list(database_checks.work(is_served=True))

    assert states(found)["events"] == State.WARN
    assert sentence(found, "parked") == "有 1 条消息停下来等人处理。请运行 ./xj manage events 看原因。"


@pytest.mark.django_db
def test_a_chain_shorter_than_its_anchor_is_told(own_var: Path) -> None:
    with transaction.atomic():
        note(by=None, did="places.loaded", what="x")
    sealing.seal(AUDIT)
    assert states(chains_now()) == {"chain_audit": State.OK, "chain_ledger": State.OK}
    head = own_var / "anchors" / "audit.head"
    at, _, seal = head.read_text().split()

    head.write_text(f"{at} 7 {seal}\n")
    assert sentence(chains_now(), "chain_audit") == (
        "审计链只有1节，锚点记着第7节：少了。请运行 ./xj verify audit。"
    )

    head.unlink()
    assert states(chains_now()) == {"chain_audit": State.BAD, "chain_ledger": State.OK}


@pytest.mark.django_db
def test_the_ledger_is_looked_at_as_the_audit_is(own_var: Path) -> None:
    assert sentence(chains_now(), "chain_ledger") == "资金账链有0节，锚点跟得上。"
    (own_var / "anchors").mkdir(parents=True)

    (own_var / "anchors" / "ledger.head").write_text(f"2026-11-24T02:45:00+08:00 9 {'a' * 64}\n")

    assert sentence(chains_now(), "chain_ledger") == (
        "资金账链只有0节，锚点记着第9节：少了。请运行 ./xj verify ledger。"
    )


@pytest.mark.django_db
def test_a_ledger_whose_anchor_no_night_renews_is_told_while_it_is_served(own_var: Path) -> None:
    Link.objects.create(chain="ledger", number=1, entry=1, seal="a" * 64)
    (own_var / "anchors").mkdir(parents=True)
    at = timezone.localtime() - timedelta(days=5)
    (own_var / "anchors" / "ledger.head").write_text(f"{at.isoformat(timespec='seconds')} 1 {'a' * 64}\n")

    found = chains_now(is_served=True)

    assert sentence(found, "chain_ledger") == "资金账链的锚点有 5 天没有写新的。后台夜里在不在？"
    assert states(chains_now())["chain_ledger"] == State.OK


def chains_now(*, is_served: bool = False) -> list[Finding]:
    return list(database_checks.each_chain(timezone.now(), is_served=is_served))


@pytest.mark.django_db
def test_an_example_account_makes_it_a_demo() -> None:
    assert states(database_checks.strangers()) == {"demo": State.OK}

    User.objects.create(username="x1", name="示例·某人", is_example=True)

    assert [finding.stops for finding in database_checks.strangers()] == [True]


@pytest.mark.django_db
def test_the_database_says_how_safe_its_commits_are() -> None:
    assert sentence(database_checks.reached(), "database").startswith("数据库连得上")


def test_demo_and_debug_stop_a_start(settings: LazySettings) -> None:
    settings.DEMO, settings.DEBUG = True, True

    assert [finding.stops for finding in database_checks.mode()] == [True, True]


def test_without_a_county_the_doctor_says_how_to_make_one(tmp_path: Path) -> None:
    told = xj("doctor", "--json", "--var", str(tmp_path))

    assert told.returncode == 1
    found = json.loads(told.stdout)
    assert not found["ok"]
    assert found["findings"][-1]["sentence"].startswith(f"{tmp_path} 里还没有县。请运行 ./xj county new")


def test_settings_that_cannot_be_read_are_a_finding_like_any_other(folder: CountyFolder) -> None:
    told = xj("doctor", XIANGJI_VAR=str(folder.path), XIANGJI_LOG="LOUD")

    assert told.returncode == 1
    assert "不行  环境变量 XIANGJI_LOG 的值是“LOUD”，应当是" in told.stdout
    assert told.stdout.endswith("处不行，请照上面说的改。\n")
    assert told.stderr == ""
