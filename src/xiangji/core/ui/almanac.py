"""The tear-off day of the home page (历): date, 农历, 节气, and whether offices are open."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lunar_python import Solar

from xiangji.core.calendar import is_working_day

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Sky:
    """What the lunar calendar says of a day."""

    lunar: str
    term: str
    is_first_day_of_term: bool
    next_term: str
    next_term_on: date

    def clauses(self, today: date) -> tuple[str, ...]:
        """What stands in the row of the term; each clause stays on one line."""
        if self.is_first_day_of_term:
            return (f"今日{self.term}。",)
        days = (self.next_term_on - today).days
        if days == 1:
            return (f"明天{self.next_term}。",)
        return f"{self.next_term_on.month}月{self.next_term_on.day}日{self.next_term}，", f"还有{days}天。"


@dataclass(frozen=True, slots=True)
class Almanac:
    today: date
    weekday: str
    sky: Sky
    offices: str

    @property
    def terms(self) -> tuple[str, ...]:
        return self.sky.clauses(self.today)


def almanac(today: date) -> Almanac:
    return Almanac(today, f"星期{_WEEKDAYS[today.weekday()]}", sky(today), _offices(today))


@lru_cache(maxsize=8)
def sky(today: date) -> Sky:
    lunar = Solar.fromYmd(today.year, today.month, today.day).getLunar()
    following = lunar.getNextJieQi(True)
    begins = following.getSolar()
    return Sky(
        lunar=f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}",
        term=lunar.getPrevJieQi(True).getName(),
        is_first_day_of_term=bool(lunar.getJieQi()),
        next_term=following.getName(),
        next_term_on=date(begins.getYear(), begins.getMonth(), begins.getDay()),
    )


def _offices(today: date) -> str:
    """Working day, rest day or 调休, and whether the year's arrangement was published at all."""
    day = is_working_day(today)
    reason = f"（{day.name}）" if day.name else ""
    verdict = f"今天是工作日{reason}。" if day.working else f"今天休息{reason}。"
    return verdict if day.published else f"{verdict}{today.year}年的放假安排还没有公布，暂按星期推算。"
