"""One page with every component on it, for the tests of the frame: nothing of it belongs to the product."""

from datetime import date
from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from yaodian.apps.orgs.permissions import Permission
from yaodian.kernel.errors import NotNow
from yaodian.web.pages import page
from yaodian.web.templatetags.yaodian import LIGHTS

MULTIPLES = {
    "x": ["25学年", "26学年"], "names": ["一小", "二小", "三小"], "s": [[1.5, 2], [3, 1], [None, 2]],
    "lim": 2, "limLabel": "上限2%", "min": 0, "max": 4, "u": "%",
}  # fmt: skip
SQUARE = {"type": "Polygon", "coordinates": [[[115, 27], [116, 27], [116, 28], [115, 28], [115, 27]]]}
MAP = {
    "outline": {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": SQUARE}]},
    "groups": {"达标": [[115.3, 27.4, "一小", "1.5%"]], "未达标": [[115.6, 27.7, "二小", "3%"]]},
}
WEEKS = {"x": ["本周", "21日\n起"], "s": {"黄": [1, 0], "绿": [2, 1]}, "max": 4.4}
PATH = {
    "x": ["1月", "6月", "今天", "12月"],
    "plan": [0, 11, 16, 52],
    "actual": [0, 10, 15, None],
    "lo": [None, None, 15, 44],
    "mid": [None, None, 15, 47],
    "hi": [None, None, 15, 50],
    "max": 60,
    "step": 20,
    "unit": "项",
}
HIST = {"x": ["0–1", "1–2", "2–3"], "y": [4, 6, 2], "cut": 2, "cutLabel": "界线", "name": "学校数"}
TREND = {
    "x": ["2024年", "2025年", "2026年"],
    "y": [0.3, 0.4, 0.5],
    "name": "差异系数",
    "lim": 0.65,
    "limLabel": "限值0.65",
}
FALL = {
    "x": ["上次", "新增", "本次"],
    "y": [10, 3, 13],
    "off": [0, 10, 0],
    "sign": [1, 1, 1],
    "lab": ["10", "+3", "13"],
}


class Sample(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="任务", help_text="一句话，说清做什么")
    due = forms.DateField(label="时限", required=False)
    office = forms.ChoiceField(label="牵头科室", choices=[("1", "安全科"), ("2", "计财科")])
    note = forms.CharField(label="备注", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    urgent = forms.BooleanField(label="加急", required=False)
    ways = forms.MultipleChoiceField(
        label="催办方式", choices=[("a", "电话"), ("b", "短信")], widget=forms.CheckboxSelectMultiple, required=False
    )


@page(Permission.SIGNED_IN, methods="GET POST")
def show(request: HttpRequest) -> HttpResponse:
    """The gallery; its form is wrong on purpose when it is sent."""
    messages.warning(request, "附件还没有传完。")
    counts = dict(zip(LIGHTS, (15, 20, 7, 2, 3, 5, 1), strict=True))
    context = {
        "form": Sample(request.POST) if request.method == "POST" else Sample(),
        "entries": [
            {"label": code, "value": count, "unit": "项", "href": "#", "light": code} for code, count in counts.items()
        ][:6],
        "counts": counts,
        "lights": LIGHTS,
        "table": {"head": ["时点", "数"], "rows": [["本周", 3]]},
        "charts": [
            ("path", PATH),
            ("hist", HIST),
            ("trend", TREND),
            ("fall", FALL),
            ("weeks", WEEKS),
            ("multiples", MULTIPLES),
            ("map", MAP),
        ],
        "due": date(2026, 9, 16),
    }
    source = Path(__file__).with_name("gallery.html").read_text(encoding="utf-8")
    return HttpResponse(engines["django"].from_string(source).render(context, request))


@page(Permission.SIGNED_IN)
def refuse(request: HttpRequest) -> HttpResponse:
    """What HTMX gets when a service refuses."""
    raise NotNow("还有1条没有核对。要通过，请核对第3条。")


@page(Permission.SIGNED_IN)
def part(request: HttpRequest) -> HttpResponse:
    """A part fetched by HTMX."""
    return HttpResponse("<b>换上来的一块</b>")


urlpatterns = [
    path("gallery/", show, name="gallery"),
    path("gallery/refuse/", refuse, name="gallery-refuse"),
    path("gallery/part/", part, name="gallery-part"),
    path("", include("yaodian.config.urls")),
]
handler403 = "yaodian.web.errors.forbidden"
handler404 = "yaodian.web.errors.not_found"
handler500 = "yaodian.web.errors.broken"
