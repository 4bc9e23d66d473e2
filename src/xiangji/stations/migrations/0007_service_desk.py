import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_who_keeps_it_and_merging"),
        ("stations", "0006_duty_patrols_and_upkeep"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="编号")),
                (
                    "customer_kind",
                    models.CharField(
                        choices=[
                            ("producer", "生产型企业"),
                            ("cooperative", "合作社"),
                            ("commerce", "电商企业"),
                            ("founder", "有意从事电商的创业者"),
                            ("government", "政府部门"),
                            ("circulation", "流通企业"),
                            ("other", "村民和其他"),
                            ("station", "站点"),
                        ],
                        max_length=12,
                        verbose_name="谁来办",
                    ),
                ),
                ("service", models.CharField(max_length=40, verbose_name="服务")),
                ("wish", models.TextField(verbose_name="想办什么")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("desk", "到中心"),
                            ("phone", "打电话"),
                            ("form", "网上"),
                            ("visit", "下站点"),
                        ],
                        max_length=8,
                        verbose_name="怎么来的",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                ("due_on", models.DateField(verbose_name="应当哪天前办结")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等人接"),
                            ("in_hand", "在办"),
                            ("done", "办好了"),
                            ("refused", "办不了"),
                            ("withdrawn", "不办了"),
                        ],
                        max_length=12,
                        verbose_name="办到哪里",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                ("lane", models.CharField(blank=True, default="", max_length=64, verbose_name="从哪里来")),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                        verbose_name="谁",
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
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁接办",
                    ),
                ),
            ],
            options={
                "verbose_name": "服务申请",
                "verbose_name_plural": "服务申请",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="RequestStep",
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
                            ("taken", "接办"),
                            ("noted", "进展"),
                            ("postponed", "改期"),
                            ("done", "办好"),
                            ("refused", "办不了"),
                            ("withdrawn", "不办了"),
                            ("reopened", "再办"),
                        ],
                        max_length=12,
                        verbose_name="办了什么",
                    ),
                ),
                ("text", models.CharField(blank=True, default="", max_length=500, verbose_name="怎么说")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="改到哪天")),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.servicerequest",
                        verbose_name="申请",
                    ),
                ),
            ],
            options={
                "verbose_name": "申请的经过",
                "verbose_name_plural": "申请的经过",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(verbose_name="满意度")),
                ("words", models.CharField(blank=True, default="", max_length=500, verbose_name="怎么说")),
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
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.servicerequest",
                        verbose_name="申请",
                    ),
                ),
            ],
            options={
                "verbose_name": "满意度",
                "verbose_name_plural": "满意度",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="WrongLookUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lane", models.CharField(max_length=64, verbose_name="从哪里来")),
                ("at", models.DateTimeField(verbose_name="什么时候")),
            ],
            options={
                "verbose_name": "查错一次",
                "verbose_name_plural": "查错的",
                "indexes": [models.Index(models.F("lane"), name="wrong_look_ups_of_a_lane")],
            },
        ),
        migrations.CreateModel(
            name="AddedService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("service", models.CharField(max_length=40, verbose_name="服务")),
                ("reason", models.CharField(max_length=200, verbose_name="为什么加")),
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
                        verbose_name="中心",
                    ),
                ),
            ],
            options={
                "verbose_name": "加的服务",
                "verbose_name_plural": "加的服务",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("station"),
                        models.F("service"),
                        condition=models.Q(("until", None)),
                        name="service_is_added_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="added_service_ends_not_before_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("until", None)),
                            models.Q(("until__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="added_service_that_ended_says_why",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                models.F("lane"), condition=models.Q(("lane", ""), _negated=True), name="requests_of_a_lane"
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(models.F("state"), models.F("due_on"), name="requests_that_are_open_by_day"),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(models.F("centre"), models.F("received_at"), name="requests_of_a_centre"),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(models.F("station"), models.F("received_at"), name="requests_for_a_station"),
        ),
        migrations.AddConstraint(
            model_name="servicerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "customer_kind__in",
                        [
                            "producer",
                            "cooperative",
                            "commerce",
                            "founder",
                            "government",
                            "circulation",
                            "other",
                            "station",
                        ],
                    )
                ),
                name="request_customer_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("customer_kind", "station"), ("party", None), ("station__isnull", False)),
                    models.Q(
                        models.Q(("customer_kind", "station"), _negated=True),
                        ("party__isnull", False),
                        ("station", None),
                    ),
                    _connector="OR",
                ),
                name="request_is_of_a_party_or_of_a_station",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "in_hand", "done", "refused", "withdrawn"])),
                name="request_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state__in", ["waiting", "in_hand"])),
                    models.Q(
                        models.Q(("state__in", ["waiting", "in_hand"]), _negated=True),
                        ("ended_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="request_that_ended_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "withdrawn"]), ("taken_by__isnull", False), _connector="OR"
                ),
                name="request_in_hand_says_whose",
            ),
        ),
        migrations.AddConstraint(
            model_name="requeststep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", ["taken", "noted", "postponed", "done", "refused", "withdrawn", "reopened"])
                ),
                name="request_step_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="requeststep",
            constraint=models.CheckConstraint(
                condition=models.Q(("step", "taken"), models.Q(("text", ""), _negated=True), _connector="OR"),
                name="only_taking_a_request_needs_no_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="requeststep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on__isnull", False), ("step", "postponed")),
                    models.Q(models.Q(("step", "postponed"), _negated=True), ("due_on", None)),
                    _connector="OR",
                ),
                name="only_a_postponed_request_gets_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__gte", 1), ("score__lte", 5)), name="rating_is_from_one_to_five"
            ),
        ),
        AppendOnly("stations_requeststep"),
        AppendOnly("stations_rating"),
    ]
