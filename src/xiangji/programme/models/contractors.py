"""Contractors (承办单位) and what their records hold. People stand sealed in core.parties."""

from django.db import models
from django.db.models import Q

from xiangji.core.values import Money
from xiangji.programme.rules.contractor import (
    LINE_NAME_LENGTH,
    NUMBER_LENGTH,
    LegalForm,
    Line,
    LineKind,
)


class Contractor(models.Model):
    """A legal-person enterprise that may build for the programme (PRG-69), once for each organisation."""

    organisation = models.OneToOneField(
        "accounts.Organisation", verbose_name="单位", on_delete=models.PROTECT, related_name="+"
    )
    party = models.OneToOneField(
        "parties.Party", verbose_name="登记的单位", on_delete=models.PROTECT, related_name="+"
    )
    legal_form = models.CharField(
        "法律形式", max_length=20, choices=[(form.value, form.word) for form in LegalForm]
    )
    by = models.ForeignKey(
        "accounts.User", verbose_name="谁登记的", on_delete=models.PROTECT, related_name="+"
    )
    post_title = models.CharField("当时的岗位", max_length=200)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "承办企业档案"
        verbose_name_plural = "承办企业档案"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="contractor_is_a_legal_person",
                condition=Q(legal_form__in=[form.value for form in LegalForm if form.is_legal_person]),
            )
        ]

    def __str__(self) -> str:
        return f"承办企业档案 {self.pk}"

    @property
    def form(self) -> LegalForm:
        return LegalForm(self.legal_form)


class RecordLine(models.Model):
    """A line of a record (档案): a qualification, a contact, a third party, an input, staff (PRG-72).

    What was written stays; a line that no longer holds is ended with a reason. A contact's name and phone
    stand in core.parties and nowhere here.
    """

    contractor = models.ForeignKey(
        "programme.Contractor", verbose_name="承办企业", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("类别", max_length=16, choices=[(kind.value, kind.word) for kind in LineKind])
    name = models.CharField("名称", max_length=LINE_NAME_LENGTH, blank=True, default="")
    detail = models.TextField("说明", blank=True, default="")
    number = models.CharField("编号", max_length=NUMBER_LENGTH, blank=True, default="")
    valid_until = models.DateField("有效到", null=True, blank=True)
    amount_fen = models.PositiveBigIntegerField("金额（分）", default=0)
    people = models.PositiveIntegerField("人数", default=0)
    party = models.ForeignKey(
        "parties.Party",
        verbose_name="联系人",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    by = models.ForeignKey("accounts.User", verbose_name="谁记的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记下的时间")
    ended_at = models.DateTimeField("不再算的时间", null=True, blank=True)
    end_reason = models.CharField("为什么不再算", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "档案的一条"
        verbose_name_plural = "档案的一条"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="record_line_kind_is_known", condition=Q(kind__in=[kind.value for kind in LineKind])
            ),
            models.CheckConstraint(
                name="only_a_contact_is_a_person",
                condition=Q(kind="contact", party__isnull=False, name="")
                | (~Q(kind="contact") & Q(party=None) & ~Q(name="")),
            ),
            models.CheckConstraint(
                name="record_line_that_ended_says_why",
                condition=Q(ended_at=None, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def line(self) -> Line:
        return Line(
            kind=LineKind(self.kind),
            name=self.name,
            detail=self.detail,
            number=self.number,
            valid_until=self.valid_until,
            amount=Money(self.amount_fen),
            people=self.people,
        )
