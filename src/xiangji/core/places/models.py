from django.db import models
from django.db.models import Q

from xiangji.core.places.rules.kinds import Kind
from xiangji.core.places.rules.poverty import Poverty
from xiangji.core.values import Level

_LEVELS = [(level.value, word) for level, word in zip(Level, "省市县镇村", strict=True)]


class Place(models.Model):
    """A unit of the administrative tree (区划), by its statistical code written with significant digits only.

    A place that was abolished keeps its row with `valid_to` and, where one is known, its successor. Positions
    and poverty lists come from a county's own file and carry their source; none are shipped.
    """

    code = models.CharField("区划代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=8, choices=_LEVELS)
    kind = models.CharField("单位类别", max_length=24, choices=[(kind.value, kind.label) for kind in Kind])
    parent = models.ForeignKey(
        "self", verbose_name="上一级", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    valid_from = models.DateField("设立日期", null=True, blank=True)
    valid_to = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name="并入", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    lon = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    lat = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    position_source = models.CharField("坐标来源", max_length=60, blank=True, default="")
    poverty = models.CharField(
        "贫困村",
        max_length=12,
        choices=[(status.value, status.label) for status in Poverty],
        default=Poverty.UNKNOWN.value,
    )
    poverty_source = models.CharField("贫困村名单来源", max_length=60, blank=True, default="")

    class Meta:
        verbose_name = "区划"
        verbose_name_plural = "区划"
        ordering = ("code",)
        indexes = [models.Index("level", "name", name="place_is_found_by_name")]
        constraints = [
            models.CheckConstraint(
                name="only_a_province_has_no_parent",
                condition=Q(level=Level.PROVINCE.value, parent=None)
                | (~Q(level=Level.PROVINCE.value) & Q(parent__isnull=False)),
            ),
            models.CheckConstraint(
                name="position_has_two_coordinates_and_a_source",
                condition=Q(lon=None, lat=None, position_source="")
                | (Q(lon__isnull=False, lat__isnull=False) & ~Q(position_source="")),
            ),
            models.CheckConstraint(
                name="poverty_status_names_its_list",
                condition=Q(poverty=Poverty.UNKNOWN.value, poverty_source="")
                | (~Q(poverty=Poverty.UNKNOWN.value) & ~Q(poverty_source="")),
            ),
            models.CheckConstraint(
                name="only_villages_are_on_poverty_lists",
                condition=Q(poverty=Poverty.UNKNOWN.value) | Q(level=Level.VILLAGE.value),
            ),
            models.CheckConstraint(
                name="place_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="only_an_abolished_place_has_a_successor",
                condition=Q(successor=None) | Q(valid_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
