"""One example account for each kind of post, and one key. They exist and open in a demo only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts import keys
from xiangji.core.accounts.actions import give_post, open_organisation
from xiangji.core.accounts.models import Organisation, OrganisationKey, User
from xiangji.core.accounts.passwords import DEMO_PASSWORD
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.audit import note
from xiangji.core.errors import Refused
from xiangji.core.places import towns, villages
from xiangji.core.places.county import current_county
from xiangji.core.values import PlaceCode

HISTORY = timedelta(days=400)
DEMO_QUOTA = 100_000
LEADERS, COMMERCE, FINANCE, AUDIT, TOWN, FIRM, FARM, CITY, MACHINE = range(9)


@dataclass(frozen=True, slots=True)
class Account:
    """What the log-in page of a demo says about an account."""

    kind: PostKind
    name: str
    what: str
    icon: str
    of: int

    @property
    def username(self) -> str:
        return self.kind.value.replace("_", "-")

    @property
    def title(self) -> str:
        return self.kind.label


ACCOUNTS = (
    Account(
        PostKind.COMMERCE_CLERK, "示例·张经办", "提读法，初审项目和拨付，登记合同和站点", "plan", COMMERCE
    ),
    Account(PostKind.COMMERCE_HEAD, "示例·李局长", "定读法，审定项目，公布资金使用", "hand", COMMERCE),
    Account(PostKind.FINANCE, "示例·王审核", "记账、对账，审拨付，记国库支付", "coin", FINANCE),
    Account(PostKind.AUDIT_VIEWER, "示例·赵审计", "看账、拨付、项目、凭证、审计记录", "eye", AUDIT),
    Account(PostKind.LEADING_GROUP, "示例·陈组长", "定读法，审定拨付", "chart", LEADERS),
    Account(PostKind.CONTRACTOR, "示例·刘经理", "写项目、申请拨付，只看得到自己的", "flag", FIRM),
    Account(PostKind.TOWN_CLERK, "示例·杨镇办", "本镇的站点、人和岗位", "people", TOWN),
    Account(PostKind.KEEPER, "示例·周站长", "自己的账号和权限表", "home", TOWN),
    Account(PostKind.DRIVER, "示例·吴师傅", "自己的账号和权限表", "truck", FIRM),
    Account(PostKind.COOPERATIVE, "示例·郑社长", "本社的人和岗位", "leaf", FARM),
    Account(PostKind.INSPECTOR, "示例·冯督查", "看方案登记、项目和账", "eye", CITY),
    Account(PostKind.SYSTEM_ADMIN, "示例·系统员", "开账号、停账号，不管业务", "key", MACHINE),
    Account(PostKind.SECURITY_ADMIN, "示例·安全员", "给岗位、收岗位，不管业务", "lock", MACHINE),
    Account(PostKind.AUDIT_ADMIN, "示例·审计员", "看审计记录，不管业务", "book", MACHINE),
)


def accounts() -> tuple[Account, ...]:
    """For the log-in page; nothing outside of a demo."""
    return ACCOUNTS if settings.DEMO else ()


def person_in(kind: PostKind) -> User:
    """The example person of a post, for the demos of the apps."""
    return User.objects.get(username=kind.value.replace("_", "-"), is_example=True)


@transaction.atomic
def build(now: datetime) -> None:
    """The accounts have stood since before the demo's history begins. Building again changes nothing."""
    if not settings.DEMO:
        raise Refused("demo_accounts_need_a_demo", "演示账号没有建。它们的口令人人知道，只能建在演示库里。")
    if User.objects.filter(is_example=True).exists():
        return
    county, long_ago = current_county().code, now - HISTORY
    town = next(iter(towns(county))).code
    village = next(iter(villages(town))).code
    places = {PostKind.TOWN_CLERK: town, PostKind.KEEPER: village, PostKind.INSPECTOR: county.line[1]}
    organisations = _organisations(county, town, long_ago)
    encoded = make_password(DEMO_PASSWORD)  # one hash for all: they share the password anyhow
    for account in ACCOUNTS:
        person = _person(account, encoded, long_ago)
        give_post(
            person=person,
            kind=account.kind,
            organisation=organisations[account.of],
            place=places.get(account.kind, county),
            since=timezone.localdate(long_ago),
            until=None,
            by=None,
            happened_at=long_ago,
        )
    _key(organisations[FIRM], county, long_ago)


def _organisations(county: PlaceCode, town: PlaceCode, at: datetime) -> dict[int, Organisation]:
    office, company = Organisation.Kind.OFFICE, Organisation.Kind.COMPANY
    rows = {
        LEADERS: ("示例·电子商务进农村领导小组办公室", office, county),
        COMMERCE: ("示例·商务局", office, county),
        FINANCE: ("示例·财政局", office, county),
        AUDIT: ("示例·审计局", office, county),
        TOWN: ("示例·镇政府", office, town),
        FIRM: ("示例乡集运营有限公司", company, county),
        FARM: ("示例果蔬专业合作社", Organisation.Kind.COOPERATIVE, town),
        CITY: ("示例·市商务局", office, county.line[1]),
        MACHINE: ("示例·大数据中心", office, county),
    }
    return {
        key: open_organisation(name=name, kind=kind, place=place, by=None, happened_at=at)
        for key, (name, kind, place) in rows.items()
    }


def _person(account: Account, encoded: str, at: datetime) -> User:
    person = User.objects.create(
        username=account.username, name=account.name, password=encoded, is_example=True
    )
    note(by=None, did="accounts.account_created", what=person, happened_at=at)
    return person


def _key(organisation: Organisation, county: PlaceCode, at: datetime) -> None:
    key = OrganisationKey.objects.create(
        organisation=organisation,
        place_id=county.digits,
        name="演示接口",
        sha256=keys.digest_of(keys.DEMO_KEY),
        tail=keys.DEMO_KEY[-4:],
        daily_quota=DEMO_QUOTA,
        is_example=True,
        made_at=at,
    )
    note(by=None, did="accounts.key_made", what=key, happened_at=at)
