from django.db import models


class Chain(models.Model):
    """One chain by its name; who seals holds the row, so that no number is given twice."""

    name = models.CharField("名称", max_length=40, primary_key=True)

    class Meta:
        verbose_name = "链"
        verbose_name_plural = "链"

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """The seal (封印) of one entry: its number and what the key makes of it and of all before it."""

    chain = models.CharField("链", max_length=40)
    number = models.PositiveBigIntegerField("序号")
    entry = models.PositiveBigIntegerField("记录")
    seal = models.CharField("封印", max_length=64)

    class Meta:
        verbose_name = "封印"
        verbose_name_plural = "封印"
        constraints = [
            models.UniqueConstraint("chain", "number", name="link_has_its_own_number"),
            models.UniqueConstraint("chain", "entry", name="entry_is_sealed_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="links_are_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class Unsealed(models.Model):
    """An entry that waits for its seal: written with it, removed by sealing, which therefore never scans."""

    chain = models.CharField("链", max_length=40)
    entry = models.PositiveBigIntegerField("记录")

    class Meta:
        verbose_name = "未封存"
        verbose_name_plural = "未封存"
        constraints = [models.UniqueConstraint("chain", "entry", name="entry_waits_once")]

    def __str__(self) -> str:
        return f"{self.chain} {self.entry}"
