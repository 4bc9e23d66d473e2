import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_who_keeps_it_and_merging"),
        ("stations", "0001_register"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Equipment",
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
                            ("computer", "电脑"),
                            ("mobile", "移动终端"),
                            ("screen", "大屏显示器"),
                            ("board_indoor", "室内牌匾"),
                            ("board_outdoor", "室外牌匾"),
                            ("counter", "产品展示柜台"),
                            ("locker", "物流柜"),
                            ("furniture", "办公桌椅"),
                            ("video", "远程视频会议设备"),
                            ("ebike", "配送电动车"),
                            ("network", "网络设备"),
                            ("fitting", "装修装饰"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                ("serial", models.CharField(blank=True, default="", max_length=60, verbose_name="序列号")),
                ("bought_on", models.DateField(blank=True, null=True, verbose_name="哪天买的")),
                ("cost_fen", models.PositiveBigIntegerField(default=0, verbose_name="价格（分）")),
                (
                    "budget_line",
                    models.CharField(blank=True, default="", max_length=80, verbose_name="预算行"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="哪天报废")),
                (
                    "retire_reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="为什么报废"),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                        verbose_name="在哪个站点",
                    ),
                ),
            ],
            options={
                "verbose_name": "设备",
                "verbose_name_plural": "设备",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="EquipmentMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="哪天")),
                ("reason", models.CharField(max_length=200, verbose_name="为什么")),
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
                    "equipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.equipment",
                        verbose_name="设备",
                    ),
                ),
                (
                    "left",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                        verbose_name="从哪个站点",
                    ),
                ),
                (
                    "reached",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.station",
                        verbose_name="到哪个站点",
                    ),
                ),
            ],
            options={
                "verbose_name": "设备调动",
                "verbose_name_plural": "设备调动",
                "ordering": ("day", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="哪天查的")),
                (
                    "finding",
                    models.CharField(
                        choices=[("good", "完好"), ("broken", "坏了"), ("missing", "不见了")],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="说明")),
                ("at", models.DateTimeField(verbose_name="记下的时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁查的",
                    ),
                ),
                (
                    "equipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.equipment",
                        verbose_name="设备",
                    ),
                ),
            ],
            options={
                "verbose_name": "设备检查",
                "verbose_name_plural": "设备检查",
                "ordering": ("day", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "站长"),
                            ("operator", "操作员"),
                            ("talent", "电商达人"),
                            ("leader", "致富带头人"),
                            ("maker", "乡村创客"),
                        ],
                        max_length=12,
                        verbose_name="身份",
                    ),
                ),
                (
                    "duty",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="擅长、负责什么"),
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
                ("at", models.DateTimeField(verbose_name="记下的时间")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                        verbose_name="人",
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
                "verbose_name": "站点的人",
                "verbose_name_plural": "站点的人",
                "ordering": ("pk",),
            },
        ),
        migrations.AddConstraint(
            model_name="equipment",
            constraint=models.UniqueConstraint(
                models.F("kind"),
                models.F("serial"),
                condition=models.Q(("serial", ""), _negated=True),
                name="serial_means_one_thing_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="equipment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "computer",
                            "mobile",
                            "screen",
                            "board_indoor",
                            "board_outdoor",
                            "counter",
                            "locker",
                            "furniture",
                            "video",
                            "ebike",
                            "network",
                            "fitting",
                            "other",
                        ],
                    )
                ),
                name="equipment_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="equipment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retire_reason", ""), ("retired_on", None)),
                    models.Q(("retired_on__isnull", False), models.Q(("retire_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="equipment_that_was_retired_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="equipmentmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("left", models.F("reached")), _negated=True),
                name="equipment_moves_to_another_station",
            ),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(models.F("equipment"), models.F("day"), name="inspections_of_a_thing_by_day"),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finding", "good"), models.Q(("note", ""), _negated=True), _connector="OR"
                ),
                name="what_is_not_good_says_how",
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(models.F("station"), name="people_of_a_station"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                models.F("station"),
                condition=models.Q(("role", "head"), ("until", None)),
                name="station_has_one_head",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["head", "operator", "talent", "leader", "maker"])),
                name="member_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="member_leaves_not_before_coming",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("until", None)),
                    models.Q(("until__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="member_who_left_says_why",
            ),
        ),
        AppendOnly("stations_inspection"),
        AppendOnly("stations_equipmentmove"),
    ]
