import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiangji.core.chain.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("stations", "0002_equipment_and_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="哪天查的")),
                ("management", models.BooleanField(verbose_name="统一管理")),
                ("image", models.BooleanField(verbose_name="统一形象")),
                ("logo", models.BooleanField(verbose_name="统一标识")),
                ("service", models.BooleanField(verbose_name="统一服务")),
                ("board", models.BooleanField(verbose_name="牌匾左上角有“国家电子商务进农村综合示范”字样")),
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
                "verbose_name": "站点检查",
                "verbose_name_plural": "站点检查",
                "ordering": ("day", "pk"),
                "indexes": [
                    models.Index(models.F("station"), models.F("day"), name="checks_of_a_station_by_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("board", True),
                                ("image", True),
                                ("logo", True),
                                ("management", True),
                                ("service", True),
                            ),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="what_a_check_lacks_is_said",
                    )
                ],
            },
        ),
        AppendOnly("stations_check"),
    ]
