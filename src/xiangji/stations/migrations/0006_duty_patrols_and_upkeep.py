import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_keys_say_when_they_were_used"),
        ("places", "0001_initial"),
        ("stations", "0005_zones_and_residents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Patrol",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("planned_for", models.DateField(blank=True, null=True, verbose_name="打算哪天去")),
                ("day", models.DateField(blank=True, null=True, verbose_name="哪天巡查的")),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="说明")),
                ("at", models.DateTimeField(verbose_name="记下的时间")),
                (
                    "called_off",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="为什么不去了"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁巡查的",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁排的",
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
                "verbose_name": "巡查",
                "verbose_name_plural": "巡查",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="PatrolFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("open", "按公布的时间开门"),
                            ("duty", "有人值班"),
                            ("board", "牌匾、标识在，没有破损"),
                            ("equipment", "设备在，能用"),
                            ("services", "公布的服务都办得了"),
                            ("rules", "制度上墙，照着做"),
                            ("records", "业务记录齐全"),
                            ("publicity", "向村民讲过站点能办什么"),
                            ("safety", "用电、消防没有隐患"),
                        ],
                        max_length=12,
                        verbose_name="哪一项",
                    ),
                ),
                ("words", models.CharField(max_length=200, verbose_name="哪里不对")),
                ("due_on", models.DateField(verbose_name="哪天前改好")),
                (
                    "patrol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.patrol",
                        verbose_name="巡查",
                    ),
                ),
            ],
            options={
                "verbose_name": "巡查发现的问题",
                "verbose_name_plural": "巡查发现的问题",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="哪天复查的")),
                ("is_mended", models.BooleanField(verbose_name="改好了")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="没改好的，哪天前改好")),
                ("words", models.CharField(max_length=200, verbose_name="看到什么")),
                ("at", models.DateTimeField(verbose_name="记下的时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁复查的",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.patrolfinding",
                        verbose_name="问题",
                    ),
                ),
            ],
            options={
                "verbose_name": "复查",
                "verbose_name_plural": "复查",
                "ordering": ("day", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Upkeep",
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
                            ("upgrade", "站点管理系统升级"),
                            ("system", "站点管理系统维护"),
                            ("repair", "设备维修"),
                            ("guidance", "培训指导"),
                            ("talents", "培养电商达人、致富带头人"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("day", models.DateField(verbose_name="哪天")),
                ("words", models.CharField(max_length=300, verbose_name="做了什么")),
                ("cost_fen", models.PositiveBigIntegerField(default=0, verbose_name="花费（分）")),
                ("at", models.DateTimeField(verbose_name="记下的时间")),
                (
                    "struck_out",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="为什么作废"),
                ),
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
                    "equipment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.equipment",
                        verbose_name="哪件设备",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="哪家做的",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="在哪里",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                        verbose_name="哪个站点",
                    ),
                ),
            ],
            options={
                "verbose_name": "运维",
                "verbose_name_plural": "运维",
                "ordering": ("day", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Broadband",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "whose",
                    models.CharField(
                        choices=[
                            ("village", "村"),
                            ("point", "村级电子商务服务点"),
                            ("park", "电子商务园区、产业园"),
                            ("logistics", "物流配送中心"),
                            ("firm", "电商企业"),
                        ],
                        max_length=12,
                        verbose_name="谁的",
                    ),
                ),
                ("name", models.CharField(blank=True, default="", max_length=60, verbose_name="哪一家")),
                ("mbps", models.PositiveIntegerField(help_text="没有宽带是0", verbose_name="宽带（Mbps）")),
                ("has_fibre", models.BooleanField(verbose_name="光纤")),
                (
                    "tariff",
                    models.CharField(
                        choices=[
                            ("unknown", "没有问过"),
                            ("ordinary", "按原价"),
                            ("reduced", "有优惠"),
                            ("free", "免费"),
                        ],
                        max_length=12,
                        verbose_name="资费",
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="说明")),
                ("day", models.DateField(verbose_name="哪天的情况")),
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
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="在哪里",
                    ),
                ),
            ],
            options={
                "verbose_name": "宽带",
                "verbose_name_plural": "宽带",
                "ordering": ("day", "pk"),
                "indexes": [
                    models.Index(models.F("place"), models.F("day"), name="broadband_of_a_place_by_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), ("whose", "village")),
                            models.Q(
                                models.Q(("whose", "village"), _negated=True),
                                models.Q(("name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="broadband_of_a_firm_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("tariff__in", ["reduced", "free"]), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lower_tariff_says_which",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="哪天")),
                (
                    "part",
                    models.CharField(
                        choices=[("morning", "上午"), ("afternoon", "下午"), ("evening", "晚上")],
                        max_length=12,
                        verbose_name="时段",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="排的时间")),
                ("called_off_at", models.DateTimeField(blank=True, null=True, verbose_name="撤下的时间")),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="为什么撤下"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁排的",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.member",
                        verbose_name="谁值班",
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
                "verbose_name": "值班",
                "verbose_name_plural": "值班",
                "ordering": ("day", "part", "pk"),
                "indexes": [
                    models.Index(models.F("station"), models.F("day"), name="duties_of_a_station_by_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["morning", "afternoon", "evening"])),
                        name="part_of_the_day_is_known",
                    ),
                    models.UniqueConstraint(
                        models.F("member"),
                        models.F("day"),
                        models.F("part"),
                        condition=models.Q(("called_off_at", None)),
                        name="somebody_is_on_duty_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("called_off_at", None), ("reason", "")),
                            models.Q(
                                ("called_off_at__isnull", False), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="duty_that_was_called_off_says_why",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="patrol",
            index=models.Index(models.F("station"), models.F("day"), name="patrols_of_a_station_by_day"),
        ),
        migrations.AddConstraint(
            model_name="patrol",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_for__isnull", False), ("day__isnull", False), _connector="OR"),
                name="patrol_is_planned_or_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="patrol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("planned_by", None), ("planned_for", None)),
                    models.Q(("planned_by__isnull", False), ("planned_for__isnull", False)),
                    _connector="OR",
                ),
                name="patrol_that_was_planned_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="patrol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by", None), ("day", None)),
                    models.Q(("by__isnull", False), ("day__isnull", False)),
                    _connector="OR",
                ),
                name="patrol_that_was_made_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="patrol",
            constraint=models.CheckConstraint(
                condition=models.Q(("day", None), ("called_off", ""), _connector="OR"),
                name="patrol_that_was_made_is_not_called_off",
            ),
        ),
        migrations.AddConstraint(
            model_name="patrol",
            constraint=models.UniqueConstraint(
                models.F("station"),
                condition=models.Q(("called_off", ""), ("day", None)),
                name="station_waits_for_one_patrol",
            ),
        ),
        migrations.AddConstraint(
            model_name="patrolfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "item__in",
                        [
                            "open",
                            "duty",
                            "board",
                            "equipment",
                            "services",
                            "rules",
                            "records",
                            "publicity",
                            "safety",
                        ],
                    )
                ),
                name="patrol_item_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="patrolfinding",
            constraint=models.UniqueConstraint(
                models.F("patrol"), models.F("item"), name="patrol_finds_an_item_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="patrolfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="patrol_finding_says_what"
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(models.F("finding"), models.F("day"), name="follow_ups_of_a_finding"),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on", None), ("is_mended", True)),
                    models.Q(("due_on__isnull", False), ("is_mended", False)),
                    _connector="OR",
                ),
                name="what_is_not_mended_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(
                models.F("finding"), condition=models.Q(("is_mended", True)), name="finding_is_mended_once"
            ),
        ),
        migrations.AddIndex(
            model_name="upkeep",
            index=models.Index(models.F("firm"), models.F("day"), name="upkeep_of_a_firm_by_day"),
        ),
        migrations.AddConstraint(
            model_name="upkeep",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["upgrade", "system", "repair", "guidance", "talents"])),
                name="upkeep_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="upkeep",
            constraint=models.CheckConstraint(
                condition=models.Q(("equipment", None), ("station__isnull", False), _connector="OR"),
                name="equipment_that_was_mended_stands_in_a_station",
            ),
        ),
        AppendOnly("stations_patrolfinding"),
        AppendOnly("stations_followup"),
        AppendOnly("stations_broadband"),
    ]
