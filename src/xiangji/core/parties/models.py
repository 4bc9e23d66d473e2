from __future__ import annotations

from django.db import models
from django.db.models import Q

from xiangji.core.parties.key_files import COUNTY, INDEX

SEALED_TEXT = 64


class Key(models.Model):
    """A key file (钥匙) as the database knows it: by fingerprint, never by its bytes."""

    kind = models.CharField("种类", max_length=8, choices=[(COUNTY, "县钥匙"), (INDEX, "索引钥匙")])
    fingerprint = models.CharField("指纹", max_length=16, unique=True)
    made_at = models.DateTimeField("启用时间", auto_now_add=True)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "钥匙"
        verbose_name_plural = "钥匙"
        constraints = [
            models.UniqueConstraint(
                "kind", condition=Q(retired_at=None), name="one_key_of_a_kind_is_used_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.fingerprint}"


class DataKey(models.Model):
    """The key of one sealed row, such as a party, wrapped by the county key. Destroyed is erased.

    The row stays as a stone: nothing is sealed for its owner again.
    """

    owner = models.CharField("属于", max_length=120, unique=True)
    county_key = models.ForeignKey(
        "parties.Key", verbose_name="县钥匙", on_delete=models.PROTECT, related_name="+"
    )
    wrapped = models.BinaryField("包好的钥匙", max_length=128)
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)

    class Meta:
        verbose_name = "数据钥匙"
        verbose_name_plural = "数据钥匙"

    def __str__(self) -> str:
        return self.owner


class Kind(models.TextChoices):
    PERSON = "person", "个人"
    ORGANISATION = "organisation", "单位"


def _sealed(label: str) -> models.BinaryField[bytes, bytes]:
    return models.BinaryField(f"{label}（密封）", default=b"", blank=True)


def _index(label: str) -> models.CharField[str, str]:
    return models.CharField(f"{label}（盲索引）", max_length=SEALED_TEXT, default="", blank=True)


class Party(models.Model):
    """A person or an organisation, once. The name is plain here and masked in display; numbers are sealed."""

    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    name = models.CharField("名称", max_length=60, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, default="", blank=True)
    place = models.ForeignKey(
        "places.Place",
        verbose_name="所在地",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    kept_in = models.ForeignKey(
        "places.Place",
        verbose_name="登记在哪里",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="谁看得到由它定，删除以后也留着",
    )
    # Accounts stand above parties, so no foreign key can say which of their organisations it is.
    kept_by = models.PositiveBigIntegerField("哪个单位登记的", null=True, blank=True)
    successor = models.ForeignKey(
        "parties.Party",
        verbose_name="并入",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    identity_number_sealed = _sealed("身份证号")
    bank_account_sealed = _sealed("银行账号")
    phone_sealed = _sealed("电话")
    address_line_sealed = _sealed("门牌地址")
    identity_number_index = _index("身份证号")
    bank_account_index = _index("银行账号")
    phone_index = _index("电话")
    registered_at = models.DateTimeField("登记时间")
    erased_at = models.DateTimeField("删除时间", null=True, blank=True)

    class Meta:
        verbose_name = "人与单位"
        verbose_name_plural = "人与单位"
        indexes = [
            models.Index("name", name="party_is_found_by_name"),
            models.Index("kept_in", name="party_is_listed_by_place"),
            models.Index("kept_by", name="party_is_listed_by_keeper"),
            models.Index("phone_index", condition=~Q(phone_index=""), name="party_is_found_by_phone"),
            models.Index(
                "bank_account_index", condition=~Q(bank_account_index=""), name="party_is_found_by_account"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "identity_number_index",
                condition=~Q(identity_number_index=""),
                name="person_is_registered_once",
            ),
            models.UniqueConstraint(
                "credit_code", condition=~Q(credit_code=""), name="organisation_is_registered_once"
            ),
            models.CheckConstraint(
                name="only_an_organisation_has_a_credit_code",
                condition=(Q(kind=Kind.PERSON.value, credit_code=""))
                | (
                    Q(kind=Kind.ORGANISATION.value, identity_number_index="")
                    & (~Q(credit_code="") | Q(erased_at__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="merged_party_has_no_number_of_its_own",
                condition=Q(successor=None) | Q(identity_number_index=""),
            ),
            models.CheckConstraint(
                name="party_is_not_merged_into_itself",
                condition=Q(successor=None) | ~Q(successor=models.F("pk")),
            ),
            models.CheckConstraint(
                name="erased_party_is_found_by_nothing",
                condition=Q(erased_at=None)
                | Q(identity_number_index="", bank_account_index="", phone_index="", credit_code=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
