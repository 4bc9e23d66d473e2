import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_who_keeps_it_and_merging"),
        ("places", "0001_initial"),
        ("stations", "0003_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
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
                        choices=[("town_station", "镇级服务站"), ("village_point", "村级服务点")],
                        max_length=16,
                        verbose_name="申请做",
                    ),
                ),
                ("text", models.TextField(verbose_name="做过什么、为什么合适")),
                ("lane", models.CharField(blank=True, default="", max_length=64, verbose_name="从哪里来")),
                ("sent_at", models.DateTimeField(verbose_name="收到时间")),
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
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="想在哪里",
                    ),
                ),
            ],
            options={
                "verbose_name": "站长申请",
                "verbose_name_plural": "站长申请",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("at", models.DateTimeField(verbose_name="定下的时间")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.application",
                        verbose_name="申请",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁定的",
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
                        verbose_name="做哪个站点的站长",
                    ),
                ),
            ],
            options={
                "verbose_name": "申请的结果",
                "verbose_name_plural": "申请的结果",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("marks", models.JSONField(verbose_name="各项的分")),
                ("at", models.DateTimeField(verbose_name="打分时间")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.application",
                        verbose_name="申请",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁打的",
                    ),
                ),
            ],
            options={
                "verbose_name": "申请的分",
                "verbose_name_plural": "申请的分",
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(models.F("lane"), name="applications_of_a_lane"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["town_station", "village_point"])),
                name="application_is_for_a_kept_station",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(
                models.F("application"), models.F("by"), name="somebody_scores_an_application_once"
            ),
        ),
        AppendOnly("stations_score"),
        AppendOnly("stations_choice"),
    ]
