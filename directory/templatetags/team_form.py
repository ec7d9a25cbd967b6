"""What the templates of the team's form ask of its fields."""

from typing import Any

from django import forms, template

register = template.Library()


@register.filter
def lines(field: Any, value: Any) -> list[str]:
    """The inputs of a picked field: what stands in them, and empty ones."""
    return list(field.lines(value))


@register.filter
def chosen(bound: forms.BoundField) -> dict[str, Any]:
    """The boxes of a field, each as (box, id, whether it is ticked), and the names of those that are."""
    ticked = {str(value) for value in bound.value() or ()}
    boxes = [
        (box, f"{bound.id_for_label or 'id_' + bound.html_name}_{number}", box.value in ticked)
        for number, box in enumerate(bound.field.boxes)  # type: ignore[attr-defined]
    ]
    return {"boxes": boxes, "names": [box.label for box, _, on in boxes if on]}


@register.filter
def is_tick(bound: forms.BoundField) -> bool:
    return isinstance(bound.field, forms.BooleanField)
