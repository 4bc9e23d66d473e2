import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_keys_say_when_they_were_used"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="站点编码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("centre", "县级公共服务中心"),
                            ("park", "电商园区"),
                            ("town_station", "镇级服务站"),
                            ("village_point", "村级服务点"),
                        ],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                ("address", models.CharField(blank=True, default="", max_length=120, verbose_name="地址")),
                (
                    "host",
                    models.CharField(
                        choices=[
                            ("post", "村邮站、邮政网点"),
                            ("supply_coop", "供销社网点"),
                            ("express", "快递网点"),
                            ("bank", "金融网点"),
                            ("government_desk", "政务服务点"),
                            ("supermarket", "商超"),
                            ("farm_store", "“万村千乡”农家店"),
                            ("town_store", "“千县万村”服务站"),
                            ("input_store", "农资店"),
                            ("information_station", "村级信息服务站"),
                            ("cooperative", "专业合作社"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="依托",
                    ),
                ),
                (
                    "build",
                    models.CharField(
                        choices=[("new", "新建"), ("upgrade", "升级改造"), ("integrated", "整合")],
                        max_length=12,
                        verbose_name="建设方式",
                    ),
                ),
                (
                    "area_m2",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="面积（平方米）"),
                ),
                ("hours", models.CharField(blank=True, default="", max_length=100, verbose_name="营业时间")),
                ("phone", models.CharField(blank=True, default="", max_length=30, verbose_name="服务电话")),
                (
                    "broadband_mbps",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="宽带（Mbps）"),
                ),
                ("has_fibre", models.BooleanField(default=False, verbose_name="光纤到村")),
                (
                    "budget_line",
                    models.CharField(blank=True, default="", max_length=80, verbose_name="预算行"),
                ),
                (
                    "former_code",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="原系统编码"),
                ),
                ("registered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "operator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="运营单位",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="设在哪里",
                    ),
                ),
            ],
            options={
                "verbose_name": "站点",
                "verbose_name_plural": "站点",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="Served",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_own", models.BooleanField(verbose_name="本村的站点")),
                ("since", models.DateField(verbose_name="从哪天起")),
                (
                    "until",
                    models.DateField(
                        blank=True, help_text="不包括这一天", null=True, verbose_name="到哪天为止"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="记下的时间")),
                (
                    "end_reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="为什么不再服务"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁定的",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="村",
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
                "verbose_name": "服务的村",
                "verbose_name_plural": "服务的村",
                "ordering": ("since", "pk"),
            },
        ),
        migrations.CreateModel(
            name="StationState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("opened", "开业"),
                            ("suspended", "停业"),
                            ("reopened", "恢复营业"),
                            ("closed", "关闭"),
                        ],
                        max_length=12,
                        verbose_name="变动",
                    ),
                ),
                ("day", models.DateField(verbose_name="哪天")),
                ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="理由")),
                ("at", models.DateTimeField(verbose_name="记下的时间")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                "verbose_name": "站点变动",
                "verbose_name_plural": "站点变动",
                "ordering": ("day", "pk"),
            },
        ),
        migrations.AddIndex(
            model_name="station",
            index=models.Index(models.F("kind"), models.F("place"), name="stations_of_a_kind_in_a_place"),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["centre", "park", "town_station", "village_point"])),
                name="station_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "host__in",
                        [
                            "post",
                            "supply_coop",
                            "express",
                            "bank",
                            "government_desk",
                            "supermarket",
                            "farm_store",
                            "town_store",
                            "input_store",
                            "information_station",
                            "cooperative",
                            "other",
                        ],
                    )
                ),
                name="station_host_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(("build__in", ["new", "upgrade", "integrated"])),
                name="station_build_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.UniqueConstraint(
                models.F("former_code"),
                condition=models.Q(("former_code", ""), _negated=True),
                name="former_code_means_one_station",
            ),
        ),
        migrations.AddIndex(
            model_name="served",
            index=models.Index(models.F("village"), models.F("since"), name="who_serves_a_village"),
        ),
        migrations.AddConstraint(
            model_name="served",
            constraint=models.UniqueConstraint(
                models.F("village"),
                condition=models.Q(("is_own", True), ("until", None)),
                name="village_has_one_point_of_its_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="served",
            constraint=models.UniqueConstraint(
                models.F("station"),
                models.F("village"),
                condition=models.Q(("until", None)),
                name="station_serves_a_village_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="served",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="service_ends_not_before_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="served",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("until", None)),
                    models.Q(("until__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="service_that_ended_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="stationstate",
            index=models.Index(models.F("station"), models.F("day"), name="states_of_a_station_by_day"),
        ),
        migrations.AddConstraint(
            model_name="stationstate",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["opened", "suspended", "reopened", "closed"])),
                name="station_step_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="stationstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step", "opened"), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="only_the_opening_needs_no_reason",
            ),
        ),
        AppendOnly("stations_stationstate"),
    ]
