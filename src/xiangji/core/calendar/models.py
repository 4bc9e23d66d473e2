from django.db import models
from django.db.models import Q

from xiangji.core.calendar.rules.arrangements import Sort


class ArrangedDay(models.Model):
    """A day on which the State Council changed the week. Days that are not here follow Monday to Friday."""

    day = models.DateField("日期", primary_key=True)
    sort = models.CharField(
        "安排", max_length=4, choices=[(Sort.REST.value, "放假"), (Sort.WORK.value, "调休上班")]
    )
    name = models.CharField("节日", max_length=20)

    class Meta:
        verbose_name = "放假安排"
        verbose_name_plural = "放假安排"
        ordering = ("day",)
        constraints = [
            models.CheckConstraint(
                name="arranged_day_is_rest_or_work", condition=Q(sort__in=[sort.value for sort in Sort])
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
