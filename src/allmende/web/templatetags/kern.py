"""`{% load kern %}`: form controls in KERN's classes, and search words highlighted."""

from django import template
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString, mark_safe

from allmende.web import search

register = template.Library()


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Return the field's control with KERN's class for its kind."""
    if is_checkbox(field):
        css = "kern-form-check__checkbox"
    elif is_select(field):
        css = "kern-form-input__select"
    else:
        css = "kern-form-input__input"
    if field.errors:
        css += f" {css}--error"
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{css} {own}".strip()})


@register.simple_tag
def choice(option: BoundWidget) -> SafeString:
    """Return one radio button or checkbox of a group with KERN's class."""
    css = f"kern-form-check__{option.data['type']}"
    option.data["attrs"]["class"] = f"{css} {option.data['attrs'].get('class', '')}".strip()
    return mark_safe(option.tag(wrap_label=False))


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_select(field: BoundField) -> bool:
    return isinstance(field.field.widget, Select) and not is_group(field)


@register.filter
def is_group(field: BoundField) -> bool:
    """Return whether the field shows several controls that need a fieldset."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def highlight(text: str, wanted: str) -> SafeString:
    return search.highlighted(text, wanted)
