"""Contracts with amounts, the promises of enterprises with their proofs, and the registers beside them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from xiangji.core.values import Money
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.contracts import (
    NUMBER_LENGTH,
    PUBLIC,
    REASON_LENGTH,
    TERMS_LENGTH,
    Guarantee,
)
from xiangji.programme.rules.money.promises import WHAT_LENGTH, Reading
from xiangji.programme.rules.money.registers import (
    NAME_LENGTH,
    PLACE_LENGTH,
    UNIT_LENGTH,
    WORDS_LENGTH,
    AssetKind,
    FundKind,
    SupportKind,
)

SOURCES = [(source.value, source.word) for source in PUBLIC]
POST_LENGTH = 200


class Contract(models.Model):
    """The money of an agreement (合同). What it says stands in its versions; the last one counts."""

    project = models.ForeignKey(
        "programme.Project", verbose_name="项目", on_delete=models.PROTECT, related_name="+"
    )
    agreement = models.OneToOneField(
        "programme.Agreement",
        verbose_name="协议",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="一份合同的第一份协议；换了以后还是它",
    )
    book = models.ForeignKey(
        "programme.Book", verbose_name="账套", on_delete=models.PROTECT, related_name="+"
    )
    award = models.ForeignKey(
        "programme.Award",
        verbose_name="按哪次中选",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="空：平台以前选定的",
    )
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "合同"
        verbose_name_plural = "合同"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"合同 {self.pk}"

    @property
    def about(self) -> str:
        """Its name in core.evidence and the ledger."""
        return f"programme.Contract:{self.pk}"


class ContractVersion(models.Model):
    """A contract as signed, or a supplement (补充协议). Rows are only added."""

    contract = models.ForeignKey(
        "programme.Contract", verbose_name="合同", on_delete=models.PROTECT, related_name="+"
    )
    ordinal = models.PositiveSmallIntegerField("第几份", help_text="1：合同；以后是补充协议")
    number = models.CharField("编号", max_length=NUMBER_LENGTH)
    signed_on = models.DateField("签订日期")
    terms = models.TextField("付款和履约的约定", max_length=TERMS_LENGTH)
    guarantee = models.CharField(
        "履约担保", max_length=12, choices=[(each.value, each.word) for each in Guarantee]
    )
    guaranteed_fen = models.PositiveBigIntegerField("担保金额（分）", default=0)
    guaranteed_until = models.DateField("担保有效到", null=True, blank=True)
    reason = models.CharField("为什么补充", max_length=REASON_LENGTH, blank=True, default="")
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁登记的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=POST_LENGTH)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "合同的一份"
        verbose_name_plural = "合同的一份"
        ordering = ("ordinal",)
        constraints = [
            models.UniqueConstraint("contract", "ordinal", name="a_version_of_a_contract_stands_once"),
            models.CheckConstraint(
                name="a_contract_has_number_and_terms", condition=~Q(number="") & ~Q(terms="")
            ),
            models.CheckConstraint(
                name="a_supplement_says_why",
                condition=Q(ordinal=1, reason="") | (Q(ordinal__gt=1) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="a_guarantee_is_whole",
                condition=Q(guarantee="none", guaranteed_fen=0, guaranteed_until=None)
                | (~Q(guarantee="none") & Q(guaranteed_fen__gt=0, guaranteed_until__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def word(self) -> str:
        return "合同" if self.ordinal == 1 else f"补充协议{self.ordinal - 1}"

    @property
    def guarantee_word(self) -> str:
        return Guarantee(self.guarantee).word

    @property
    def guaranteed(self) -> Money:
        return Money(self.guaranteed_fen)


class ContractPart(models.Model):
    """So much of one source in a version of a contract. Rows are only added."""

    version = models.ForeignKey(
        "programme.ContractVersion", verbose_name="哪一份", on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField("资金来源", max_length=12, choices=SOURCES)
    fen = models.PositiveBigIntegerField("金额（分）")

    class Meta:
        verbose_name = "合同金额"
        verbose_name_plural = "合同金额"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("version", "source", name="a_source_stands_once_in_a_contract"),
            models.CheckConstraint(name="a_part_of_a_contract_is_money", condition=Q(fen__gt=0)),
            models.CheckConstraint(
                name="a_contract_holds_public_money",
                condition=Q(source__in=[source.value for source in PUBLIC]),
            ),
        ]

    def __str__(self) -> str:
        return Source(self.source).word

    @property
    def amount(self) -> Money:
        return Money(self.fen)


class ContractShare(models.Model):
    """What a member of a consortium (联合体) gets of a version. Rows are only added."""

    version = models.ForeignKey(
        "programme.ContractVersion", verbose_name="哪一份", on_delete=models.PROTECT, related_name="+"
    )
    party = models.ForeignKey(
        "parties.Party", verbose_name="成员", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("当时的名称", max_length=NAME_LENGTH)
    fen = models.PositiveBigIntegerField("份额（分）")

    class Meta:
        verbose_name = "联合体份额"
        verbose_name_plural = "联合体份额"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("version", "party", name="a_member_has_one_share_of_a_contract"),
            models.CheckConstraint(name="a_share_of_a_contract_is_money", condition=Q(fen__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def amount(self) -> Money:
        return Money(self.fen)


class Promise(models.Model):
    """What the contractor promised to put in itself (企业承诺). Rows are only added; the last one counts."""

    contract = models.ForeignKey(
        "programme.Contract", verbose_name="合同", on_delete=models.PROTECT, related_name="+"
    )
    reading = models.CharField(
        "怎样算", max_length=8, choices=[(reading.value, reading.word) for reading in Reading]
    )
    fen = models.PositiveBigIntegerField("金额（分）")
    document_number = models.CharField("写在哪份文件", max_length=NUMBER_LENGTH)
    reason = models.CharField("为什么改", max_length=REASON_LENGTH, blank=True, default="")
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁登记的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=POST_LENGTH)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "企业承诺"
        verbose_name_plural = "企业承诺"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="a_promise_is_money_on_paper", condition=Q(fen__gt=0) & ~Q(document_number="")
            )
        ]

    def __str__(self) -> str:
        return f"企业承诺 {self.pk}"

    @property
    def amount(self) -> Money:
        return Money(self.fen)

    @property
    def how(self) -> Reading:
        return Reading(self.reading)


class Proof(models.Model):
    """A paper for what the contractor put in (投入凭证): reported by it, found right or not by finance."""

    STATES = (("reported", "等核实"), ("confirmed", "核实了"), ("refused", "没有认"))

    contract = models.ForeignKey(
        "programme.Contract", verbose_name="合同", on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField("投入了什么", max_length=WHAT_LENGTH)
    document_number = models.CharField("凭证号", max_length=NUMBER_LENGTH)
    spent_on = models.DateField("凭证日期")
    fen = models.PositiveBigIntegerField("金额（分）")
    state = models.CharField("怎样了", max_length=10, choices=STATES, default="reported")
    by = models.ForeignKey("accounts.User", verbose_name="谁报的", on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("当时的岗位", max_length=POST_LENGTH)
    at = models.DateTimeField("报的时间")
    judged_by = models.ForeignKey(
        "accounts.User",
        verbose_name="谁核实的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    judged_at = models.DateTimeField("核实时间", null=True, blank=True)
    reason = models.CharField("为什么没有认", max_length=REASON_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "企业投入凭证"
        verbose_name_plural = "企业投入凭证"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["document_number"],
                condition=~Q(state="refused"),
                name="a_paper_proves_an_input_once",
            ),
            models.CheckConstraint(
                name="a_proof_is_money_on_paper",
                condition=Q(fen__gt=0) & ~Q(document_number="") & ~Q(what=""),
            ),
            models.CheckConstraint(
                name="a_proof_is_judged_by_somebody",
                condition=Q(state="reported", judged_by=None, judged_at=None)
                | (~Q(state="reported") & Q(judged_by__isnull=False, judged_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_proof_that_is_refused_says_why",
                condition=Q(state="refused") & ~Q(reason="") | ~Q(state="refused") & Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def about(self) -> str:
        return f"programme.Proof:{self.pk}"

    @property
    def amount(self) -> Money:
        return Money(self.fen)

    def judge(self, state: str, *, by: int, at: datetime, reason: str = "") -> None:
        """For its own actions."""
        self.state, self.judged_by_id, self.judged_at, self.reason = state, by, at, reason
        self.save(update_fields=["state", "judged_by", "judged_at", "reason"])


class RegisterRow(models.Model):
    """Common to the registers: what was written stays, a row that no longer counts says why."""

    by = models.ForeignKey(
        "accounts.User", verbose_name="谁登记的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=POST_LENGTH)
    at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("不再算的时间", null=True, blank=True)
    end_reason = models.CharField("为什么不再算", max_length=WORDS_LENGTH, blank=True, default="")

    class Meta:
        abstract = True

    def end(self, reason: str, at: datetime) -> None:
        """For its own action."""
        self.end_reason, self.ended_at = reason, at
        self.save(update_fields=["end_reason", "ended_at"])


ENDED_SAYS_WHY = Q(ended_at=None, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason=""))


class Asset(RegisterRow):
    """Bought with money of the plan (资产, PRG-63)."""

    project = models.ForeignKey(
        "programme.Project", verbose_name="项目", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("类别", max_length=12, choices=[(each.value, each.word) for each in AssetKind])
    name = models.CharField("名称", max_length=NAME_LENGTH)
    quantity = models.DecimalField("数量", max_digits=12, decimal_places=2)
    unit = models.CharField("单位", max_length=UNIT_LENGTH)
    price_fen = models.PositiveBigIntegerField("价值（分）")
    source = models.CharField(
        "资金来源", max_length=12, choices=[(source.value, source.word) for source in Source]
    )
    bought_on = models.DateField("购置日期")
    where = models.CharField("放在哪里", max_length=PLACE_LENGTH)
    document_number = models.CharField("凭证号", max_length=NUMBER_LENGTH)

    class Meta:
        verbose_name = "资产"
        verbose_name_plural = "资产"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="an_asset_is_something_somewhere",
                condition=~Q(name="") & ~Q(unit="") & ~Q(where="") & Q(quantity__gt=0, price_fen__gt=0),
            ),
            models.CheckConstraint(name="an_asset_that_is_gone_says_why", condition=ENDED_SAYS_WHY),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Money:
        return Money(self.price_fen)


class OtherFund(RegisterRow):
    """Won for the programme beside the plan's own money (其他资金, PRG-65); never booked."""

    programme = models.ForeignKey(
        "programme.Programme", verbose_name="方案", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("种类", max_length=12, choices=[(each.value, each.word) for each in FundKind])
    giver = models.CharField("谁给的", max_length=NAME_LENGTH)
    purpose = models.CharField("用在哪里", max_length=WORDS_LENGTH)
    fen = models.PositiveBigIntegerField("金额（分）")
    granted_on = models.DateField("批准日期")
    document_number = models.CharField("文号", max_length=NUMBER_LENGTH)

    class Meta:
        verbose_name = "其他资金"
        verbose_name_plural = "其他资金"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="a_fund_is_money_from_somebody",
                condition=~Q(giver="") & ~Q(purpose="") & ~Q(document_number="") & Q(fen__gt=0),
            ),
            models.CheckConstraint(name="a_fund_that_is_gone_says_why", condition=ENDED_SAYS_WHY),
        ]

    def __str__(self) -> str:
        return self.giver

    @property
    def amount(self) -> Money:
        return Money(self.fen)


class ResidentSupport(RegisterRow):
    """Given to an enterprise or a founder in the centre (入驻扶持, PRG-61); who stands in core.parties."""

    programme = models.ForeignKey(
        "programme.Programme", verbose_name="方案", on_delete=models.PROTECT, related_name="+"
    )
    party = models.ForeignKey("parties.Party", verbose_name="谁", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=12, choices=[(each.value, each.word) for each in SupportKind])
    what = models.CharField("支持的内容", max_length=WORDS_LENGTH)
    worth_fen = models.PositiveBigIntegerField("折合金额（分）", default=0)
    given_on = models.DateField("日期")
    document_number = models.CharField("依据", max_length=NUMBER_LENGTH, blank=True, default="")

    class Meta:
        verbose_name = "入驻扶持"
        verbose_name_plural = "入驻扶持"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="a_support_of_money_has_an_amount",
                condition=~Q(what="") & (~Q(kind="money") | Q(worth_fen__gt=0)),
            ),
            models.CheckConstraint(name="a_support_that_ended_says_why", condition=ENDED_SAYS_WHY),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def worth(self) -> Money:
        return Money(self.worth_fen)
