"""Agreements with a contractor (协议): how long it serves, and the yearly check whether it does."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xiangji.core.errors import Refused
from xiangji.programme.rules.words import day_words

RULE = "time.operation_years"
YEARS = "年"
A_YEAR = 12
MOST_MONTHS = 360
FINDING_LENGTH, NUMBER_LENGTH, PARTY_LENGTH, REASON_LENGTH = 1000, 80, 120, 500


class AgreementRefused(Refused):
    """An agreement or a check that was not taken as it is written."""


class Kind(StrEnum):
    OPERATION = "operation"
    INFORMATION = "information"

    @property
    def word(self) -> str:
        return _KINDS[self]


_KINDS = {Kind.OPERATION: "建设运营协议", Kind.INFORMATION: "信息报送协议"}


def months_after(day: date, months: int) -> date:
    """The same day of a later month; the last one where that month is shorter."""
    years, month = divmod(day.month - 1 + months, A_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Service:
    """The operating service that was promised (运营服务期): from a day, for some months."""

    since: date
    months: int

    @property
    def until(self) -> date:
        """The first day on which nothing is owed any more."""
        return months_after(self.since, self.months)

    @property
    def years(self) -> int:
        """A broken last year is checked too."""
        return -(-self.months // A_YEAR)

    def due(self, year: int) -> date:
        """When the check of a year of service falls due: when that year is over."""
        return months_after(self.since, min(year * A_YEAR, self.months))

    def months_left(self, on: date) -> int:
        """Begun months count as whole ones; before the service begins all are left."""
        if on <= self.since:
            return self.months
        passed = (on.year - self.since.year) * A_YEAR + on.month - self.since.month
        passed -= months_after(self.since, passed) > on
        return max(self.months - passed, 0)

    def words(self, on: date) -> str:
        """The count-down, in words."""
        if on < self.since:
            return f"{day_words(self.since)}起算，共{self.months}个月"
        if on >= self.until:
            return f"服务期满，{day_words(self.until)}止"
        return f"还剩{self.months_left(on)}个月，到{day_words(self.until)}止"


def checks_due(service: Service, checked: frozenset[int], on: date) -> tuple[int, ...]:
    """The years of service that are over and not checked."""
    years = range(1, service.years + 1)
    return tuple(year for year in years if service.due(year) <= on and year not in checked)


def next_check(service: Service, checked: frozenset[int]) -> tuple[int, date] | None:
    """The first year that nobody checked, and when it is over."""
    year = next((year for year in range(1, service.years + 1) if year not in checked), None)
    return None if year is None else (year, service.due(year))


def promised_months(value: Decimal | None, unit: str) -> int:
    """What the plan promises; nothing where it says no number of years."""
    if value is None or unit != YEARS or value != int(value) or value <= 0:
        return 0
    return int(value) * A_YEAR


def check_operation(service: Service | None, *, promised: int, rule_words: str) -> Service:
    """Not shorter than the plan promises (PRG-70)."""
    if service is None:
        raise AgreementRefused(
            "service_not_stated", "没有登记。建设运营协议要写明服务期从哪天起、多少个月，写上再登记。"
        )
    if not 1 <= service.months <= MOST_MONTHS:
        said = f"没有登记。服务期写的是{service.months}个月，请写1到{MOST_MONTHS}之间的数。"
        raise AgreementRefused("service_out_of_range", said)
    if service.months < promised:
        said = f"没有登记。服务期写的是{service.months}个月，{rule_words}，不能少于{promised}个月。"
        raise AgreementRefused("service_shorter_than_promised", said)
    return service


def check_signed(signed_on: date, *, today: date, started_on: date | None) -> None:
    """Signed before the project starts, and not in a time to come."""
    if signed_on > today:
        said = f"没有登记。签订日期写的是{day_words(signed_on)}，还没有到；签了再登记。"
        raise AgreementRefused("agreement_not_signed_yet", said)
    if started_on and signed_on > started_on:
        said = (
            f"没有登记。协议签在{day_words(signed_on)}，项目{day_words(started_on)}已经开工；"
            "建设运营协议要在项目实施前签订。请核对日期，确是后补的按方案变更另行说明。"
        )
        raise AgreementRefused("agreement_signed_too_late", said)


def check_year(service: Service, year: int, checked: frozenset[int], on: date) -> None:
    """One check for each year of service, when the year is over, and once."""
    if not 1 <= year <= service.years:
        said = f"没有记。服务期共{service.years}年，没有第{year}年。"
        raise AgreementRefused("service_year_not_known", said)
    if year in checked:
        raise AgreementRefused("service_year_was_checked", f"没有记。第{year}年已经检查过了，不重复记。")
    if service.due(year) > on:
        said = f"没有记。第{year}年到{day_words(service.due(year))}才满，满了再检查。"
        raise AgreementRefused("service_year_not_over", said)


def finding_of(text: str) -> str:
    kept = text.strip()
    if not kept:
        raise AgreementRefused(
            "finding_is_empty", "没有记。还没有写检查情况，请写明看了什么、哪些做到了、哪些没有。"
        )
    if len(kept) > FINDING_LENGTH:
        said = f"没有记。检查情况有{len(kept)}个字，最多{FINDING_LENGTH}个字。"
        raise AgreementRefused("finding_too_long", said)
    if "\x00" in kept:
        raise AgreementRefused("finding_not_readable", "没有记。检查情况里有不能显示的字符，请重新写。")
    return kept


def names_of(number: str, with_whom: str) -> tuple[str, str]:
    """Number and partner of an agreement, tidied."""
    kept = []
    measured = (("编号", number, NUMBER_LENGTH), ("与谁签", with_whom, PARTY_LENGTH))
    for word, text, longest in measured:
        tidy = text.strip()
        if not tidy:
            raise AgreementRefused("agreement_word_missing", f"没有登记。还没有写{word}，请照协议写上。")
        if len(tidy) > longest:
            said = f"没有登记。{word}有{len(tidy)}个字，最多{longest}个字。"
            raise AgreementRefused("agreement_word_too_long", said)
        if "\x00" in tidy:
            raise AgreementRefused(
                "agreement_word_not_readable", f"没有登记。{word}里有不能显示的字符，请重新写。"
            )
        kept.append(tidy)
    return kept[0], kept[1]


def replacing_of(reason: str, *, replaces: str) -> str:
    """Why an agreement takes the place of another; a first one needs no reason."""
    kept = reason.strip()
    if not replaces:
        return ""
    if not kept:
        said = f"没有登记。这个项目已经登记过协议“{replaces}”，换一份要写明理由。"
        raise AgreementRefused("replacing_needs_a_reason", said)
    if len(kept) > REASON_LENGTH or "\x00" in kept:
        said = f"没有登记。理由写了{len(kept)}个字，最多{REASON_LENGTH}个能显示的字。"
        raise AgreementRefused("replacing_reason_too_long", said)
    return kept
