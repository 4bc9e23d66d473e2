"""A foreign key points down, by string, is protected, and gives the other side no name."""

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Field, Model
from tools.laws.rows import meta
from tools.laws.source import Module, called, floors, place_of

KEYS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


def faults_of_models(those: Iterable[type[Model]]) -> Iterator[str]:
    height = {name: number for number, floor in enumerate(floors()) for name in floor}
    for model in those:
        for key in meta(model).get_fields():
            if isinstance(key, Field) and key.is_relation and key.model is model:
                yield from (
                    f"{meta(model).label}.{key.name} {fault}" for fault in _faults(model, key, height)
                )


def _faults(model: type[Model], key: "Field[Any, Any]", height: dict[str, int]) -> Iterator[str]:
    target = key.related_model
    if not isinstance(target, type):
        yield "points to a model that does not exist"
        return
    here, there = place_of(model.__module__), place_of(target.__module__)
    if not target.__module__.startswith("xiangji."):
        yield f"points out of the house, to {target.__module__}"
    elif here != there and height[there] >= height[here]:
        yield f"points up, or beside, to {there}"
    remote = key.remote_field
    if not key.many_to_many and getattr(remote, "on_delete", None) is not models.PROTECT:
        yield "is not on_delete=PROTECT"
    if remote is None or not remote.hidden:
        yield 'gives the other side a name: related_name="+"'


def faults_of_text(module: Module) -> Iterator[str]:
    """The target of a key is a string, or a class of the same file. Django writes the migrations."""
    if module.is_in("migrations"):
        return
    own = {node.name for node in module.tree.body if isinstance(node, ast.ClassDef)}
    for call in module.calls():
        if called(call) not in KEYS:
            continue
        target = next(iter(call.args), None) or next(
            (word.value for word in call.keywords if word.arg == "to"), None
        )
        is_string = isinstance(target, ast.Constant)
        is_neighbour = isinstance(target, ast.Name) and target.id in own
        if target is not None and not is_string and not is_neighbour:
            yield f"{module.at(call)} points to a class of another file: name it by a string"
