"""The desks of acceptances and monthly audits: which of several counts, and what stands where none is."""

import pytest
from django.conf import LazySettings

from xiangji.core.office.tests.cast import inside
from xiangji.programme.models import Project
from xiangji.programme.tests import payment_cast as cast
from xiangji.programme.tests.contracting_cast import bureau
from xiangji.programme.tests.examples import register_running


@pytest.fixture
def project(counties: None, settings: LazySettings) -> Project:
    settings.TOTP = False
    register_running()
    return cast.money_stands()


def page(address: str) -> str:
    return inside(bureau()).get(f"/office/{address}").content.decode()


def test_the_last_audit_of_a_month_counts_and_the_desk_says_which(project: Project) -> None:
    first = cast.audited(project)
    last = cast.audited(project)
    other = cast.audited(project, month="2026-08")

    assert "后来又登记过" in page(f"monthly-audits/{first.pk}/")
    for row in (last, other):
        told = page(f"monthly-audits/{row.pk}/?chip=counting")
        assert "后来又登记过" not in told
        assert "算数的 2" in told.replace("<span>", "").replace("</span>", "")


def test_the_last_acceptance_of_a_project_counts_and_the_desk_says_which(project: Project) -> None:
    first, last = cast.accepted(project), cast.accepted(project)

    assert "合格，后来又登记过" in page(f"acceptances/{first.pk}/")
    assert page(f"acceptances/{last.pk}/").count("合格，后来又登记过") == 1  # in the list beside


def test_empty_desks_say_who_registers(project: Project) -> None:
    assert "商务局在这里登记" in page("acceptances/")
    assert "商务局在这里登记" in page("monthly-audits/")
