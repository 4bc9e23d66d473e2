import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=12, primary_key=True, serialize=False, verbose_name="区划代码"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "省"),
                            ("city", "市"),
                            ("county", "县"),
                            ("town", "镇"),
                            ("village", "村"),
                        ],
                        max_length=8,
                        verbose_name="层级",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("province", "省"),
                            ("autonomous_region", "自治区"),
                            ("municipality", "直辖市"),
                            ("prefecture_city", "地级市"),
                            ("prefecture", "地区"),
                            ("autonomous_prefecture", "自治州"),
                            ("league", "盟"),
                            ("county", "县"),
                            ("county_city", "县级市"),
                            ("district", "市辖区"),
                            ("autonomous_county", "自治县"),
                            ("banner", "旗"),
                            ("town", "镇"),
                            ("township", "乡"),
                            ("ethnic_township", "民族乡"),
                            ("sumu", "苏木"),
                            ("street", "街道"),
                            ("farm", "农场"),
                            ("seed_farm", "良种场"),
                            ("stock_farm", "种畜场"),
                            ("forest_farm", "林场"),
                            ("other_farm", "场"),
                            ("development_zone", "开发区"),
                            ("economic_zone", "经济区"),
                            ("village", "行政村"),
                            ("community", "社区"),
                            ("residents", "居委会"),
                            ("hamlet", "屯"),
                            ("virtual_area", "虚拟生活区"),
                            ("living_area", "生活区"),
                            ("other", "其他"),
                        ],
                        max_length=24,
                        verbose_name="单位类别",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                (
                    "lon",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="经度"
                    ),
                ),
                (
                    "lat",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="纬度"
                    ),
                ),
                (
                    "position_source",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="坐标来源"),
                ),
                (
                    "poverty",
                    models.CharField(
                        choices=[
                            ("unknown", "没有名单"),
                            ("none", "不在名单上"),
                            ("registered", "建档立卡贫困村"),
                            ("provincial", "省定贫困村"),
                        ],
                        default="unknown",
                        max_length=12,
                        verbose_name="贫困村",
                    ),
                ),
                (
                    "poverty_source",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="贫困村名单来源"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="上一级",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="并入",
                    ),
                ),
            ],
            options={
                "verbose_name": "区划",
                "verbose_name_plural": "区划",
                "ordering": ("code",),
                "indexes": [models.Index(models.F("level"), models.F("name"), name="place_is_found_by_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "province"), ("parent", None)),
                            models.Q(
                                models.Q(("level", "province"), _negated=True), ("parent__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="only_a_province_has_no_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat", None), ("lon", None), ("position_source", "")),
                            models.Q(
                                ("lat__isnull", False),
                                ("lon__isnull", False),
                                models.Q(("position_source", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="position_has_two_coordinates_and_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("poverty", "unknown"), ("poverty_source", "")),
                            models.Q(
                                models.Q(("poverty", "unknown"), _negated=True),
                                models.Q(("poverty_source", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="poverty_status_names_its_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("poverty", "unknown"), ("level", "village"), _connector="OR"),
                        name="only_villages_are_on_poverty_lists",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="place_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("successor", None), ("valid_to__isnull", False), _connector="OR"),
                        name="only_an_abolished_place_has_a_successor",
                    ),
                ],
            },
        ),
    ]
