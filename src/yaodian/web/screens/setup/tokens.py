"""Tokens with which other systems call the API: given out once, seen in the list, revoked."""

from datetime import timedelta

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.tokens import issue_token, revoke_token, token_numbered
from yaodian.apps.ledgers.tokens import tokens as all_tokens
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.permissions import Permission
from yaodian.apps.orgs.selectors import open_posts
from yaodian.kernel.errors import BadInput
from yaodian.packs import registers
from yaodian.web.pages import PageRequest, page

USUAL = timedelta(days=365)


class TokenForm(forms.Form):
    """A new token: for which system, as which post, in which registers, until when."""

    name = forms.CharField(label=_("给哪个系统用"), max_length=80)
    post = forms.TypedChoiceField(label=_("以哪个岗位的权限"), coerce=int, help_text=_("能读写的范围跟这个岗位一样。"))
    registers = forms.MultipleChoiceField(label=_("能用的台账"), widget=forms.CheckboxSelectMultiple)
    writes = forms.BooleanField(label=_("可以写"), required=False)
    purpose = forms.CharField(
        label=_("看敏感栏的用途"), max_length=200, required=False, help_text=_("不看就留空；填了，每次读取都留记录。")
    )
    expires_on = forms.DateField(label=_("有效期至"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, *args: object, by: Acting, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        posts = open_posts().filter(by.within("unit__path")).exclude(holder=None).order_by("unit__path", "sort")
        self.fields["post"].choices = [(post.pk, f"{post}（{post.holder.name}）") for post in posts if post.holder]  # type: ignore[attr-defined]
        self.fields["registers"].choices = [(key, register.title) for key, register in registers().items()]  # type: ignore[attr-defined]


@page(Permission.LEDGER_SET_UP, methods="GET POST")
def tokens(request: PageRequest) -> HttpResponse:
    """All tokens, and a form for a new one, whose secret is shown this once."""
    form = TokenForm(
        request.POST if request.method == "POST" else None, by=request.by, initial={"expires_on": today() + USUAL}
    )
    secret = ""
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        post, keys = open_posts().get(pk=given.pop("post")), given.pop("registers")
        try:
            _token, secret = issue_token(**given, keys=keys, post=post, by=request.by)
        except BadInput as wrong:
            for name, text in wrong.fields.items():
                form.add_error(name or None, text)
        else:
            form = TokenForm(by=request.by, initial={"expires_on": today() + USUAL})
    rows = [
        (token, [registers()[key].title for key in token.registers if key in registers()]) for token in all_tokens()
    ]
    context = {"form": form, "rows": rows, "secret": secret, "today": today()}
    response = render(request, "setup/tokens.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@page(Permission.LEDGER_SET_UP, methods="POST")
def revoke(request: PageRequest, token_id: int) -> HttpResponse:
    """End a token at once."""
    token = token_numbered(token_id)
    if token is None:
        raise Http404("没有这个令牌。")
    revoke_token(token=token, by=request.by)
    return redirect("setup-tokens")
