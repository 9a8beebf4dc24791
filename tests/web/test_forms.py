"""Forms look as the guide says without naming a class: label above, help, error beneath, both named by the field."""

import re

from django import forms


class Sample(forms.Form):
    title = forms.CharField(label="任务", help_text="一句话")
    due = forms.DateField(label="时限", required=False)
    office = forms.ChoiceField(label="牵头", choices=[("1", "安全科")])
    urgent = forms.BooleanField(label="加急", required=False)
    ways = forms.MultipleChoiceField(
        label="方式", choices=[("a", "电话"), ("b", "短信")], widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(widget=forms.Textarea(attrs={"class": "rv-grow"}), required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_every_widget_has_its_class() -> None:
    html = str(Sample())
    assert re.search('<input type="text" name="title"[^>]* class="form-control"', html)
    assert 'class="form-select"' in html
    assert re.search('type="checkbox" name="urgent"[^>]* class="form-check-input"', html)
    assert 'class="rv-grow form-control"' in html
    assert '<div id="id_ways">' in html, "the list around the boxes is no box itself"
    assert '<input type="hidden" name="token" id="id_token">' in html


def test_a_group_of_boxes_is_a_fieldset_with_a_legend() -> None:
    html = str(Sample())
    assert html.count("<fieldset") == 1
    assert "方式" in html[html.index("<legend") : html.index("</legend>")]


def test_only_what_may_be_left_out_says_so() -> None:
    html = str(Sample())
    assert "任务</label>" in html
    assert '时限 <span class="yd-mute">（选填）</span></label>' in html


def test_a_wrong_field_keeps_what_was_typed_and_is_described_by_help_and_error() -> None:
    form = Sample({"title": "", "due": "2月30日", "office": "1"})
    assert not form.is_valid()
    html = str(form)
    assert 'value="2月30日"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert html.count("yd-field is-bad") == 2


def test_what_concerns_the_whole_form_stands_above() -> None:
    form = Sample({"title": "消防", "office": "1"})
    form.add_error(None, "这一条已经有了。")
    html = str(form)
    assert html.index("这一条已经有了。") < html.index("<label")
    assert 'role="alert"' in html
