import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_who_keeps_it_and_merging"),
        ("places", "0001_initial"),
        ("stations", "0007_service_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
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
                            ("publicity", "宣传站点"),
                            ("news", "讲电商资讯"),
                            ("teaching", "普及培训"),
                            ("other", "其他活动"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("day", models.DateField(verbose_name="哪天")),
                ("title", models.CharField(max_length=60, verbose_name="活动名称")),
                ("people", models.PositiveIntegerField(verbose_name="参加人数")),
                ("words", models.CharField(blank=True, default="", max_length=300, verbose_name="说明")),
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
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                        verbose_name="站点",
                    ),
                ),
            ],
            options={
                "verbose_name": "站点活动",
                "verbose_name_plural": "站点活动",
                "ordering": ("day", "pk"),
                "indexes": [
                    models.Index(models.F("station"), models.F("day"), name="activities_of_a_station")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["publicity", "news", "teaching", "other"])),
                        name="activity_kind_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("people__gt", 0)), name="activity_has_people"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(help_text="那个月的第一天", verbose_name="月份")),
                ("version", models.PositiveIntegerField(verbose_name="第几版")),
                ("days_open", models.PositiveIntegerField(verbose_name="营业天数")),
                ("residents", models.PositiveIntegerField(verbose_name="服务人数")),
                ("lines", models.JSONField(verbose_name="各项业务")),
                ("number", models.PositiveIntegerField(verbose_name="业务次数")),
                ("income_fen", models.BigIntegerField(verbose_name="收入（分）")),
                ("money_fen", models.BigIntegerField(verbose_name="经手金额（分）")),
                ("cost_fen", models.BigIntegerField(blank=True, null=True, verbose_name="运行成本（分）")),
                (
                    "goods_in",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="货物收进（件）"),
                ),
                (
                    "goods_out",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="货物发出（件）"),
                ),
                (
                    "purchased_kg",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="收购农产品（公斤）"),
                ),
                (
                    "purchased_fen",
                    models.BigIntegerField(blank=True, null=True, verbose_name="收购付款（分）"),
                ),
                ("document", models.CharField(blank=True, default="", max_length=120, verbose_name="凭据")),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="为什么更正"),
                ),
                ("at", models.DateTimeField(verbose_name="填报时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁填的",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                        verbose_name="站点",
                    ),
                ),
            ],
            options={
                "verbose_name": "站点月报",
                "verbose_name_plural": "站点月报",
                "ordering": ("month", "pk"),
                "indexes": [models.Index(models.F("month"), models.F("station"), name="reports_of_a_month")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("station"),
                        models.F("month"),
                        models.F("version"),
                        name="report_of_a_month_has_each_version_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("version", 1)),
                            models.Q(("version__gt", 1), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="only_the_first_report_needs_no_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("income_fen", 0), ("money_fen", 0), ("number", 0), ("residents", 0)),
                            models.Q(("days_open__gt", 0), ("number__gt", 0), ("residents__gt", 0)),
                            _connector="OR",
                        ),
                        name="report_with_business_names_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("goods_in", None),
                                ("goods_out", None),
                                ("purchased_fen", None),
                                ("purchased_kg", None),
                            ),
                            models.Q(
                                ("goods_in__isnull", False),
                                ("goods_out__isnull", False),
                                ("purchased_fen__isnull", False),
                                ("purchased_kg__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="goods_are_counted_in_and_out",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="产品")),
                ("first_month", models.PositiveSmallIntegerField(verbose_name="从几月上市")),
                ("last_month", models.PositiveSmallIntegerField(verbose_name="到几月")),
                ("quantity", models.PositiveIntegerField(verbose_name="一年多少")),
                (
                    "unit",
                    models.CharField(
                        choices=[("kilogram", "公斤"), ("ton", "吨"), ("piece", "件"), ("head", "只")],
                        max_length=10,
                        verbose_name="单位",
                    ),
                ),
                ("words", models.CharField(blank=True, default="", max_length=300, verbose_name="说明")),
                ("is_one_village", models.BooleanField(default=False, verbose_name="一村一品")),
                ("collected_on", models.DateField(verbose_name="哪天报的")),
                ("at", models.DateTimeField(verbose_name="记下的时间")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="中心哪天答复")),
                (
                    "answer",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="中心的答复"),
                ),
                ("is_public", models.BooleanField(default=False, verbose_name="公开")),
                ("until", models.DateField(blank=True, null=True, verbose_name="从哪天起没有了")),
                (
                    "end_reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="为什么没有了"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁报的",
                    ),
                ),
                (
                    "grower",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                        verbose_name="种养的人",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                        verbose_name="站点",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="哪个村产的",
                    ),
                ),
            ],
            options={
                "verbose_name": "各村特产",
                "verbose_name_plural": "各村特产",
                "ordering": ("-pk",),
                "indexes": [models.Index(models.F("village"), name="products_of_a_village")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("village"),
                        condition=models.Q(("is_one_village", True), ("until", None)),
                        name="village_has_one_product_of_its_own",
                    ),
                    models.UniqueConstraint(
                        models.F("village"),
                        models.F("name"),
                        condition=models.Q(("until", None)),
                        name="product_of_a_village_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_month__range", (1, 12)), ("last_month__range", (1, 12))),
                        name="product_months_are_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_on", None), ("is_public", False)),
                            models.Q(("answered_on__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="product_is_public_only_when_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("until", None)),
                            models.Q(("until__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="product_that_ended_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SmartService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="服务应用")),
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
                        verbose_name="站点",
                    ),
                ),
            ],
            options={
                "verbose_name": "智慧乡村应用",
                "verbose_name_plural": "智慧乡村应用",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("station"),
                        models.F("name"),
                        condition=models.Q(("until", None)),
                        name="smart_service_runs_once_on_a_station",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="smart_service_ends_not_before_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("until", None)),
                            models.Q(("until__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="smart_service_that_ended_says_why",
                    ),
                ],
            },
        ),
        AppendOnly("stations_activity"),
        AppendOnly("stations_monthlyreport"),
    ]
