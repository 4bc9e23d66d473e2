from __future__ import annotations

from django.db import models


class SavedView(models.Model):
    """A search of a list under a name that a person gave it; nobody else sees it."""

    person = models.ForeignKey(
        "accounts.User", verbose_name="谁的", on_delete=models.PROTECT, related_name="+"
    )
    desk = models.SlugField("哪一张名单", max_length=60)
    name = models.CharField("名字", max_length=20)
    query = models.CharField("怎么找", max_length=500)

    class Meta:
        verbose_name = "存下的找法"
        verbose_name_plural = "存下的找法"
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint("person", "desk", "name", name="person_names_a_view_of_a_list_once")
        ]

    def __str__(self) -> str:
        return self.name
