import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_who_keeps_it_and_merging"),
        ("stations", "0004_keepers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Resident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "area_m2",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="面积（平方米）"),
                ),
                (
                    "support",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="得到的支持"),
                ),
                ("has_priority", models.BooleanField(default=False, verbose_name="帮扶对象，优先入驻")),
                ("since", models.DateField(verbose_name="哪天入驻")),
                ("until", models.DateField(blank=True, null=True, verbose_name="哪天离开")),
                (
                    "end_reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="为什么离开"),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                        verbose_name="谁",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                        verbose_name="中心、园区",
                    ),
                ),
            ],
            options={
                "verbose_name": "入驻",
                "verbose_name_plural": "入驻",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("station"),
                        models.F("party"),
                        condition=models.Q(("until", None)),
                        name="resident_has_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="resident_leaves_not_before_coming",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("until", None)),
                            models.Q(("until__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="resident_who_left_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("office", "综合办公区"),
                            ("distribution", "网货分销中心"),
                            ("makers", "创客中心"),
                            ("training", "会议（培训）中心"),
                            ("live", "网络直播中心"),
                            ("display", "产品展示区"),
                            ("incubation", "创客孵化区"),
                            ("service", "公共服务区"),
                            ("experience", "线下体验馆"),
                            ("studio", "产品拍摄区"),
                            ("data", "数据中心"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="功能区",
                    ),
                ),
                (
                    "area_m2",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="面积（平方米）"),
                ),
                ("since", models.DateField(verbose_name="从哪天起")),
                (
                    "until",
                    models.DateField(
                        blank=True, help_text="不包括这一天", null=True, verbose_name="到哪天为止"
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="为什么不再"),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                        verbose_name="中心、园区",
                    ),
                ),
            ],
            options={
                "verbose_name": "功能区",
                "verbose_name_plural": "功能区",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("station"),
                        models.F("kind"),
                        condition=models.Q(("until", None), models.Q(("kind", "other"), _negated=True)),
                        name="station_has_one_zone_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="zone_ends_not_before_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("until", None)),
                            models.Q(("until__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="zone_that_ended_says_why",
                    ),
                ],
            },
        ),
    ]
