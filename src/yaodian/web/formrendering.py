"""How Django forms look: label above, help, error beneath, the guide's classes on every widget (settings.FORM_RENDERER)."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (  # the first that fits
    (forms.HiddenInput, ""),
    (forms.CheckboxInput, "form-check-input"),
    (forms.RadioSelect, ""),  # a class would go to the list around the boxes too; frame.css knows them by their type
    (forms.CheckboxSelectMultiple, ""),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


class Field(BoundField):
    """A form's field that brings its class, so that no form and no template needs to name it."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the class of this kind of widget to those that the form gave."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        kind = next(name for base, name in CLASSES if isinstance(shown, base))
        given = built.get("class") or shown.attrs.get("class", "")
        if kind and kind not in given.split():
            built["class"] = f"{given} {kind}".strip()
        return built


class Renderer(DjangoTemplates):
    """`{{ form }}` and `{{ form.name.as_field_group }}` after the interface guide."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = Field
