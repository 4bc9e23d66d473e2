"""People, the organisations they work for, and the posts they hold."""

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.rules.scopes import Held
from xiangji.core.accounts.rules.validity import Term
from xiangji.core.values import PlaceCode

if TYPE_CHECKING:
    from xiangji.core.accounts.permitting import Acting

NAME_LENGTH = 64


class User(AbstractBaseUser):
    """A person who can act. What she may do comes from her posts alone."""

    username = models.CharField("登录名", max_length=NAME_LENGTH, unique=True)
    name = models.CharField("姓名", max_length=NAME_LENGTH)
    is_active = models.BooleanField("在用", default=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    is_example = models.BooleanField("演示账号", default=False, help_text="只在演示库里能登录")
    password_changed_at = models.DateTimeField("改口令时间", null=True, blank=True)
    password_until = models.DateTimeField(
        "一次性口令到期", null=True, blank=True, help_text="空：口令是本人自己定的"
    )

    # Filled for one request by the middleware; None: nothing is kept.
    kept_posts: "dict[date, tuple[Acting, ...]] | None" = None

    objects: ClassVar[BaseUserManager["User"]] = BaseUserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A unit (单位) whose people hold posts: an office, a company, a cooperative."""

    class Kind(models.TextChoices):
        OFFICE = "office", "机关"
        COMPANY = "company", "企业"
        COOPERATIVE = "cooperative", "合作社"
        STATION = "station", "服务站点"

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    place = models.ForeignKey(
        "places.Place", verbose_name="所在地", on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ("place", "name")
        constraints = [
            models.UniqueConstraint("place", "name", name="organisation_is_named_once_in_a_place"),
            models.CheckConstraint(
                name="organisation_kind_is_known",
                condition=Q(kind__in=["office", "company", "cooperative", "station"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place_code(self) -> PlaceCode:
        return PlaceCode(self.place_id)


class Post(models.Model):
    """A person in a post (岗位) of an organisation, with the place it answers for and its days."""

    person = models.ForeignKey("User", verbose_name="人员", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("岗位", max_length=20, choices=[(kind.value, kind.label) for kind in PostKind])
    organisation = models.ForeignKey(
        "Organisation", verbose_name="单位", on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        "places.Place", verbose_name="管到哪里", on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天止", null=True, blank=True, help_text="包括这一天；空：没有定")
    expires_at = models.DateTimeField("到点失效", null=True, blank=True, help_text="只有应急岗位有")
    given_by = models.ForeignKey(
        "User", verbose_name="谁给的", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    given_at = models.DateTimeField("给岗位的时间")
    ended_by = models.ForeignKey(
        "User", verbose_name="谁收的", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField("收岗位的时间", null=True, blank=True)
    end_reason = models.CharField("为什么收", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="post_that_was_ended_says_why",
                condition=Q(ended_at=None, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="post_kind_is_known", condition=Q(kind__in=[kind.value for kind in PostKind])
            ),
        ]

    def __str__(self) -> str:
        return f"{PostKind(self.kind).label} {self.pk}"

    @property
    def place_code(self) -> PlaceCode:
        return PlaceCode(self.place_id)

    @property
    def post_kind(self) -> PostKind:
        return PostKind(self.kind)

    @property
    def held(self) -> Held:
        return Held(self.organisation_id, self.place_code)

    def counts(self, on: date, now: datetime) -> bool:
        return Term(self.since, self.until, self.expires_at, self.ended_at).counts(on, now)


class Deputy(models.Model):
    """Somebody who stands in (代理) for the holder of a post for some days."""

    post = models.ForeignKey("Post", verbose_name="岗位", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey("User", verbose_name="代理人", on_delete=models.PROTECT, related_name="+")
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天止", help_text="包括这一天")
    given_by = models.ForeignKey(
        "User", verbose_name="谁定的", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    given_at = models.DateTimeField("定代理的时间")
    ended_at = models.DateTimeField("提前结束的时间", null=True, blank=True)

    class Meta:
        verbose_name = "代理"
        verbose_name_plural = "代理"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(name="deputy_ends_after_it_begins", condition=Q(until__gte=F("since"))),
        ]

    def __str__(self) -> str:
        return f"代理 {self.pk}"


class OldPassword(models.Model):
    """What a password was, hashed, so that the last ones are not taken again."""

    person = models.ForeignKey("User", verbose_name="人员", on_delete=models.PROTECT, related_name="+")
    encoded = models.CharField("口令的散列", max_length=128)
    set_at = models.DateTimeField("定下的时间")

    class Meta:
        verbose_name = "用过的口令"
        verbose_name_plural = "用过的口令"
        ordering = ("-set_at", "-pk")

    def __str__(self) -> str:
        return f"用过的口令 {self.pk}"


class WrongTries(models.Model):
    """Wrong log-ins under one name in one lane: a network, or a browser that is known to the person.

    The name is kept as a digest: people type passwords into the wrong field.
    """

    name_digest = models.CharField("登录名的散列", max_length=64)
    lane = models.CharField("从哪里来", max_length=64)
    count = models.PositiveIntegerField("错了几次", default=0)
    last_at = models.DateTimeField("最近一次")

    class Meta:
        verbose_name = "登录失败"
        verbose_name_plural = "登录失败"
        constraints = [
            models.UniqueConstraint("name_digest", "lane", name="wrong_tries_are_counted_once_in_a_lane")
        ]
        indexes = [models.Index("last_at", name="wrong_tries_are_forgotten")]

    def __str__(self) -> str:
        return f"登录失败 {self.pk}"


class SecondFactor(models.Model):
    """The secret of a person's code generator (动态口令), sealed by core.parties."""

    person = models.OneToOneField(
        "User", verbose_name="人员", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    secret = models.BinaryField("密封的密钥")
    begun_at = models.DateTimeField("开始登记的时间")
    confirmed_at = models.DateTimeField("登记好的时间", null=True, blank=True)
    last_step = models.BigIntegerField("最近用过的时间格", default=0, help_text="一个动态口令只能用一次")

    class Meta:
        verbose_name = "动态口令"
        verbose_name_plural = "动态口令"

    def __str__(self) -> str:
        return f"动态口令 {self.pk}"


class OrganisationKey(models.Model):
    """A key (接口钥匙) with which an organisation's program asks; only its SHA-256 is kept."""

    organisation = models.ForeignKey(
        "Organisation", verbose_name="单位", on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        "places.Place", verbose_name="管到哪里", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("用在哪里", max_length=NAME_LENGTH)
    sha256 = models.CharField("钥匙的 SHA-256", max_length=64, unique=True)
    tail = models.CharField("末四位", max_length=4)
    daily_quota = models.PositiveIntegerField("每天最多几次")
    is_example = models.BooleanField("演示钥匙", default=False)
    made_by = models.ForeignKey(
        "User", verbose_name="谁发的", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    made_at = models.DateTimeField("发的时间")
    revoked_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        verbose_name = "接口钥匙"
        verbose_name_plural = "接口钥匙"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name}（尾号{self.tail}）"

    @property
    def place_code(self) -> PlaceCode:
        return PlaceCode(self.place_id)


class KeyUse(models.Model):
    """How often a key was used on a day."""

    key = models.ForeignKey(
        "OrganisationKey", verbose_name="钥匙", on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField("哪天")
    count = models.PositiveIntegerField("几次", default=0)
    last_at = models.DateTimeField("最近一次", null=True, blank=True)

    class Meta:
        verbose_name = "钥匙用量"
        verbose_name_plural = "钥匙用量"
        constraints = [models.UniqueConstraint("key", "day", name="key_use_is_counted_once_a_day")]

    def __str__(self) -> str:
        return f"钥匙用量 {self.pk}"
