"""Why somebody goes past a rule that warns: explained by the applicants, answered by whoever judges."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from xiangji.core.accounts.models import User
from xiangji.core.events import drain
from xiangji.core.office.tests.cast import inside
from xiangji.programme.actions.money import payments as deeds
from xiangji.programme.models import Payment, WarningReason
from xiangji.programme.queries.money import payments, showing
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.payment import Part, PaymentRefused
from xiangji.programme.tests.contracting_cast import bureau, manager
from xiangji.programme.tests.examples import load_counties, register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    YUAN,
    again,
    approved,
    drafted,
    finance,
    money_stands,
    passed,
    recorded,
    state,
    submitted,
    with_receipt,
)
from xiangji.programme.tests.project_cast import holidays

pytestmark = pytest.mark.django_db
OURS, THEIRS = "推介会是市里定的，县里没有预算（示例）。", "会议纪要同意从中央资金付（示例）。"
# The plan writes 宣传推介 into the uses of the county's own money.
WARNED: dict[str, Any] = {"parts": (Part(Source.CENTRAL, "publicity", 30_000 * YUAN),)}


@pytest.fixture(autouse=True)
def plan(settings: LazySettings, tmp_path: Path) -> None:
    settings.TOTP = False
    load_counties(tmp_path)
    holidays()
    register_running()
    drain()


def warnings(payment: Payment) -> list[str]:
    return [line.check.key for line in showing.rules_of(again(payment)).unanswered]


def page(by: User, payment: Payment) -> str:
    return inside(by).get(f"/office/payments/{payment.pk}/").content.decode()


def post(by: User, payment: Payment, name: str, **typed: str) -> tuple[int, str]:
    answer = inside(by).post(f"/office/payments/{payment.pk}/{name}/", typed)
    return answer.status_code, answer.content.decode()


def asked(shown: str) -> list[str]:
    """The fields that stand at a rule and belong to the form at the foot."""
    fields = re.findall(r"<textarea [^>]*>", shown)
    found = [re.search(r'name="(why_[0-9a-f]{8})"', each) for each in fields if 'form="sheet-main"' in each]
    return [each[1] for each in found if each]


def explained(payment: Payment, text: str = OURS) -> Payment:
    reasons = dict.fromkeys(warnings(payment), text)
    deeds.submit_payment(payment=payment, by=manager(payment.project), happened_at=DAY, reasons=reasons)
    return again(payment)


def test_what_warns_is_explained_at_the_submission_and_whoever_judges_reads_it_at_the_rule() -> None:
    payment = drafted(money_stands(), **WARNED)
    firm = manager(payment.project)
    fields = asked(page(firm, payment))

    status, _ = post(firm, payment, "submit", **dict.fromkeys(fields, OURS))

    assert status == 302
    assert state(payment).word == "在审"
    shown = page(bureau(), payment)
    assert shown.count(f"申请人说明：{OURS}") == len(fields) == len(warnings(payment))
    assert asked(shown) == fields


def test_a_submission_without_an_explanation_goes_on_and_still_waits_for_a_reason() -> None:
    payment = drafted(money_stands(), **WARNED)

    status, _ = post(manager(payment.project), payment, "submit")

    assert status == 302
    assert not WarningReason.objects.exists()
    assert warnings(payment)


def test_nobody_answers_a_warning_by_asking_for_the_money() -> None:
    payment = explained(drafted(money_stands(), **WARNED))

    with pytest.raises(PaymentRefused) as refusal:
        deeds.approve_payment(payment=payment, by=bureau(), happened_at=DAY)

    assert refusal.value.code == "warning_without_reason"
    assert payments.answered(payment) == set()
    assert again(payment).paper.at_stage == 0  # type: ignore[union-attr]
    listed = inside(bureau()).get("/office/payments/?chip=all").content.decode()
    assert "要理由" in listed
    assert "写了理由" not in listed


def test_the_reason_is_written_at_its_rule_and_counts_for_the_stages_behind() -> None:
    payment = explained(drafted(money_stands(), **WARNED))
    fields = asked(page(bureau(), payment))

    status, _ = post(bureau(), payment, "approve", **dict.fromkeys(fields, THEIRS))

    assert status == 302
    assert asked(page(finance(), payment)) == []
    deeds.approve_payment(payment=again(payment), by=finance(), happened_at=DAY, reasons={})
    assert {each.reason for each in payments.reasons_of(payment)} == {OURS, THEIRS}
    assert "写了理由" in inside(bureau()).get("/office/payments/?chip=all").content.decode()


def test_an_opinion_for_the_whole_is_no_reason_for_a_rule_that_has_its_own_field() -> None:
    payment = submitted(money_stands(), **WARNED)

    status, shown = post(bureau(), payment, "approve", reason="同意。")

    assert status == 422
    assert "没有同意。“" in shown
    assert "要理由：" in shown
    assert not WarningReason.objects.exists()
    assert again(payment).paper.at_stage == 0  # type: ignore[union-attr]


def test_it_goes_back_without_a_word_about_its_warnings() -> None:
    payment = submitted(money_stands(), **WARNED)

    status, _ = post(bureau(), payment, "return", reason="请换县配套的钱付（示例）。")

    assert status == 302
    assert state(payment).word == "退回补正"
    assert not WarningReason.objects.exists()


def test_the_slip_tells_the_explanation_from_the_reason() -> None:
    payment = explained(drafted(money_stands(), **WARNED))
    for person in (bureau(), finance()):
        deeds.approve_payment(payment=again(payment), by=person, happened_at=DAY, reason=THEIRS)

    slip = inside(finance()).get(f"/office/print/payments/{payment.pk}/").content.decode()

    assert f"申请人说明：{OURS}" in slip
    assert f"理由：{THEIRS}" in slip


def test_the_public_page_tells_the_explanation_from_the_reason() -> None:
    payment = with_receipt(passed(explained(drafted(money_stands(), **WARNED)), why=THEIRS))
    recorded(payment)

    shown = Client().get("/open/money/").content.decode()

    assert f"正面清单：申请人说明，{OURS}" in shown
    assert f"正面清单：{THEIRS}" in shown


@pytest.mark.parametrize("typed", ["字" * 501, "空\x00字"])
def test_words_that_nobody_can_keep_are_said_beside_the_field(typed: str) -> None:
    payment = drafted(money_stands(), **WARNED)
    firm = manager(payment.project)
    field = asked(page(firm, payment))[0]

    status, shown = post(firm, payment, "submit", **{field: typed})

    assert status == 422
    assert 'class="mark bad"' in shown
    assert state(payment).word == "起草"


def test_the_buttons_of_its_author_are_offered_to_nobody_else() -> None:
    payment = submitted(money_stands(), **WARNED)

    assert ">撤回</button>" in page(manager(payment.project), payment)
    shown = page(bureau(), payment)
    assert ">撤回</button>" not in shown
    assert shown.index(">同意</button>") < shown.index(">退回补正</button>")


def test_one_rule_without_its_reason_stops_the_approval_whatever_the_others_have() -> None:
    payment = submitted(money_stands(), **WARNED)
    first, *_ = asked(page(bureau(), payment))

    status, shown = post(bureau(), payment, "approve", **{first: THEIRS})

    assert status == 422
    assert "没有同意。“" in shown
    assert f">\n{THEIRS}</textarea>" in shown
    assert not WarningReason.objects.exists()


def test_the_treasury_wants_no_reason_of_its_own_for_what_somebody_answered() -> None:
    payment = with_receipt(approved(money_stands(), why=THEIRS, **WARNED))

    recorded(payment)

    assert state(payment).word == "已付"
