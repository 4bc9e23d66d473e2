import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "name",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="任务"),
                ),
                ("due_at", models.DateTimeField(verbose_name="何时该做")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="试过几次")),
                ("leased_by", models.CharField(blank=True, max_length=100, verbose_name="谁在做")),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="做到何时")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="上次开始")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="上次做完")),
                ("error", models.TextField(blank=True, verbose_name="没有做成的原因")),
            ],
            options={
                "verbose_name": "定时任务",
                "verbose_name_plural": "定时任务",
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "name",
                    models.CharField(max_length=100, primary_key=True, serialize=False, verbose_name="名称"),
                ),
                ("started_at", models.DateTimeField(verbose_name="启动时间")),
                ("seen_at", models.DateTimeField(verbose_name="最近一次露面")),
            ],
            options={
                "verbose_name": "后台",
                "verbose_name_plural": "后台",
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("key", models.CharField(blank=True, max_length=200, verbose_name="顺序键")),
                ("body", models.TextField(verbose_name="内容")),
                ("announced_at", models.DateTimeField(verbose_name="发出时间")),
            ],
            options={
                "verbose_name": "消息",
                "verbose_name_plural": "消息",
                "indexes": [models.Index(fields=["announced_at"], name="fact_by_time")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reaction", models.CharField(max_length=200, verbose_name="反应")),
                (
                    "queue",
                    models.CharField(
                        blank=True,
                        help_text="同一队里按先后送；空：不论先后",
                        max_length=300,
                        verbose_name="队",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待送"),
                            ("done", "已送达"),
                            ("parked", "停下等人"),
                            ("skipped", "不再送"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="送过几次")),
                ("due_at", models.DateTimeField(verbose_name="何时可送")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="了结时间")),
                ("error", models.TextField(blank=True, verbose_name="没有送达的原因")),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.fact",
                        verbose_name="消息",
                    ),
                ),
            ],
            options={
                "verbose_name": "送达",
                "verbose_name_plural": "送达",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["due_at", "id"],
                        name="delivery_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["queue", "fact"],
                        name="delivery_open_in_its_queue",
                    ),
                    models.Index(fields=["ended_at"], name="delivery_by_end"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("fact"), models.F("reaction"), name="fact_reaches_a_reaction_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state__in", ["waiting", "parked"])),
                            models.Q(("ended_at__isnull", False), ("state__in", ["done", "skipped"])),
                            _connector="OR",
                        ),
                        name="ended_delivery_has_a_time",
                    ),
                ],
            },
        ),
    ]
