import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_who_keeps_it_and_merging"),
        ("stations", "0008_monthly_reports_and_fieldwork"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("offer", "提供"), ("need", "需要")],
                        max_length=8,
                        verbose_name="提供还是需要",
                    ),
                ),
                (
                    "branch",
                    models.CharField(
                        choices=[
                            ("supply", "货源"),
                            ("service", "电商服务"),
                            ("platform", "销售平台"),
                            ("finance", "金融保险"),
                            ("logistics", "物流"),
                            ("work", "用工"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="哪一环",
                    ),
                ),
                ("words", models.TextField(verbose_name="什么")),
                ("goes_rural", models.BooleanField(default=False, verbose_name="愿意把业务做到村里")),
                ("until", models.DateField(help_text="包括这一天", verbose_name="有效到哪天")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="哪天撤下")),
                (
                    "end_reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="为什么撤下"),
                ),
                ("at", models.DateTimeField(verbose_name="记下的时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁记的",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                        verbose_name="中心",
                    ),
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
            ],
            options={
                "verbose_name": "供需",
                "verbose_name_plural": "供需",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="对上的时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁对的",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.offer",
                        verbose_name="需要",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.offer",
                        verbose_name="提供",
                    ),
                ),
            ],
            options={
                "verbose_name": "对接",
                "verbose_name_plural": "对接",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="MatchResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("agreed", "谈成了"), ("failed", "没谈成")],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="怎么样")),
                ("at", models.DateTimeField(verbose_name="记下的时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁记的",
                    ),
                ),
                (
                    "match",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.match",
                        verbose_name="对接",
                    ),
                ),
            ],
            options={
                "verbose_name": "对接的结果",
                "verbose_name_plural": "对接的结果",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["agreed", "failed"])),
                        name="match_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="match_result_says_how"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                models.F("branch"), models.F("side"), models.F("until"), name="offers_of_a_branch"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["offer", "need"])), name="offer_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("branch__in", ["supply", "service", "platform", "finance", "logistics", "work", "other"])
                ),
                name="offer_branch_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("goes_rural", False), models.Q(("branch", "service"), ("side", "offer")), _connector="OR"
                ),
                name="only_a_service_firm_goes_to_the_villages",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="offer_that_ended_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(
                models.F("offer"), models.F("need"), name="a_pair_is_brought_together_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(("offer", models.F("need")), _negated=True),
                name="offer_is_not_its_own_need",
            ),
        ),
        AppendOnly("stations_match"),
        AppendOnly("stations_matchresult"),
    ]
