"""The audit bureau and the third party read all of the money and change nothing of it (PRG-66)."""

import pytest
from django.conf import LazySettings

from xiangji.core.accounts.models import Post
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.audit.models import Entry
from xiangji.core.office.desk import Action, Desk, desks
from xiangji.core.office.tests.cast import inside, put_away
from xiangji.core.office.tests.matrix_stage import papers, stage
from xiangji.programme.models import Balance, LedgerEntry, Payment, TreasuryPayment
from xiangji.programme.office.money.books import MONEY

__all__ = ["stage"]


@pytest.fixture(autouse=True)
def without_codes(settings: LazySettings) -> None:
    settings.TOTP = False


READERS = [PostKind.AUDIT_VIEWER, PostKind.INSPECTOR]


def money_desks() -> list[Desk[object]]:  # type: ignore[type-var]
    return [one for one in desks() if one.menu == MONEY]


@pytest.mark.proves("PRG-66")
@pytest.mark.parametrize("kind", READERS)
def test_who_audits_opens_every_list_of_the_money_its_papers_and_its_sheets(
    stage: dict[PostKind, Post], kind: PostKind
) -> None:
    client, own = inside(stage[kind].person), papers(stage, kind)
    found = {}

    for one in money_desks():
        sheet = client.get(f"/office/{one.key}/export/")
        put_away(sheet)
        opened = client.get(f"/office/{one.key}/"), client.get(f"/office/{one.key}/{own[one.key]}/"), sheet
        found[one.key] = [answer.status_code for answer in opened]

    assert len(found) >= 13
    assert {key: codes for key, codes in found.items() if codes != [200, 200, 200]} == {}


@pytest.mark.parametrize("kind", READERS)
def test_who_audits_is_refused_every_action_on_the_money_and_nothing_changes(
    stage: dict[PostKind, Post], kind: PostKind
) -> None:
    client, own = inside(stage[kind].person), papers(stage, kind)
    before = counted()

    found = {
        f"{one.key} {action.name}": client.post(address_of(one.key, action, own)).status_code
        for one in money_desks()
        for action in one.actions
    }

    assert {name: code for name, code in found.items() if code != 403} == {}
    assert len(found) > 20
    assert counted() == before


def address_of(key: str, action: Action, own: dict[str, object]) -> str:
    middle = "do" if action.of_list else own[key]
    return f"/office/{key}/{middle}/{action.name}/"


def counted() -> tuple[int, ...]:
    counts = [table.objects.count() for table in (LedgerEntry, Payment, TreasuryPayment, Entry)]
    return (*counts, sum(Balance.objects.values_list("fen", flat=True)))
