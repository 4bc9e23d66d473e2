import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from tools.laws import keys
from tools.laws.source import Module, floors, modules


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("xiangji.")]


def test_every_key_of_the_house_points_down_protected_and_nameless() -> None:
    assert list(keys.faults_of_models(our_models())) == []


def test_every_key_of_the_house_names_its_target_by_a_string() -> None:
    assert [fault for module in modules() for fault in keys.faults_of_text(module)] == []


def test_every_app_that_is_installed_has_its_floor() -> None:
    drawn = {name for floor in floors() for name in floor}
    installed = [config.name for config in apps.get_app_configs() if config.name.startswith("xiangji.")]

    assert [name for name in installed if name.removeprefix("xiangji.") not in drawn] == []


@isolate_apps("xiangji.stations", "xiangji.core.places")
def test_a_key_that_points_up_is_named() -> None:
    class Point(models.Model):
        __module__ = "xiangji.stations.models"

        class Meta:
            app_label = "stations"

    class Place(models.Model):
        __module__ = "xiangji.core.places.models"
        point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "places"

    assert list(keys.faults_of_models([Point, Place])) == [
        "places.Place.point points up, or beside, to stations"
    ]


@isolate_apps("xiangji.programme", "xiangji.assistance")
def test_a_key_to_the_neighbour_on_the_same_floor_is_named() -> None:
    class Household(models.Model):
        __module__ = "xiangji.assistance.models"

        class Meta:
            app_label = "assistance"

    class Target(models.Model):
        __module__ = "xiangji.programme.models"
        household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "programme"

    (fault,) = keys.faults_of_models([Target])

    assert fault == "programme.Target.household points up, or beside, to assistance"


@isolate_apps("xiangji.stations", "xiangji.market")
def test_a_key_that_cascades_or_names_the_other_side_is_named() -> None:
    class Point(models.Model):
        __module__ = "xiangji.stations.models"

        class Meta:
            app_label = "stations"

    class Order(models.Model):
        __module__ = "xiangji.market.models"
        point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="+")
        other = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="orders")

        class Meta:
            app_label = "market"

    assert list(keys.faults_of_models([Order])) == [
        "market.Order.point is not on_delete=PROTECT",
        'market.Order.other gives the other side a name: related_name="+"',
    ]


def key_to(target: str) -> Module:
    text = f"class Neighbour: ...\nclass Order:\n    key = models.ForeignKey({target}, on_delete=PROTECT)\n"
    return Module("xiangji.market.models", text)


@pytest.mark.parametrize("target", ["Place", "places.models.Place", "to=Place"])
def test_a_target_from_another_file_that_is_not_a_string_is_named(target: str) -> None:
    assert list(keys.faults_of_text(key_to(target))) == [
        "xiangji.market.models:3 points to a class of another file: name it by a string"
    ]


@pytest.mark.parametrize("target", ['"places.Place"', '"self"', "Neighbour", 'to="places.Place"'])
def test_a_string_and_a_class_of_the_same_file_are_not_named(target: str) -> None:
    assert list(keys.faults_of_text(key_to(target))) == []
