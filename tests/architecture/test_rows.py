import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from tools.laws import rows


def test_the_house_keeps_truth_in_its_tables() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("xiangji.")]

    assert list(rows.faults(ours)) == []


@isolate_apps("xiangji.stations")
def test_a_text_that_may_be_null_is_named() -> None:
    class Point(models.Model):
        name = models.CharField(max_length=20, null=True)
        closed_on = models.DateField(null=True)

        class Meta:
            app_label = "stations"

    assert list(rows.faults([Point])) == [
        "stations.Point.name is a text that may be null; an empty text says it"
    ]


@pytest.mark.parametrize("name", ["unique_name", "chk1", "Point_Is_Named_Once", "a" * 30 + "_is_" + "b" * 30])
@isolate_apps("xiangji.stations")
def test_a_constraint_whose_name_is_no_sentence_is_named(name: str) -> None:
    class Point(models.Model):
        name = models.CharField(max_length=20)

        class Meta:
            app_label = "stations"
            constraints = [models.UniqueConstraint("name", name=name)]

    assert list(rows.faults([Point])) == [f"stations.Point: the constraint {name} is not named as a sentence"]
