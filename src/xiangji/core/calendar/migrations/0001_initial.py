from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ArrangedDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="日期")),
                (
                    "sort",
                    models.CharField(
                        choices=[("rest", "放假"), ("work", "调休上班")], max_length=4, verbose_name="安排"
                    ),
                ),
                ("name", models.CharField(max_length=20, verbose_name="节日")),
            ],
            options={
                "verbose_name": "放假安排",
                "verbose_name_plural": "放假安排",
                "ordering": ("day",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sort__in", ["rest", "work"])),
                        name="arranged_day_is_rest_or_work",
                    )
                ],
            },
        ),
    ]
