"""Forms of login and passwords."""

from typing import ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    """User name and password; the answer does not tell which of the two was wrong."""

    error_messages: ClassVar = {
        "invalid_login": _("用户名或密码不对。请再输一次；连续输错8次会锁15分钟。"),
        "inactive": _("这个账号已停用。请找系统管理员。"),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")

    def clean_username(self) -> str:
        """In one case, as accounts are found in any: the count of wrong passwords goes by what is typed."""
        typed: str = self.cleaned_data["username"]
        return typed.strip().lower()


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new = forms.CharField(
        label=_("新密码"),
        help_text=_("至少8位，不能全是数字，不要用姓名或常见的词。"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_again(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError(_("两次输的不一样。请再输一次。"))
        return again


class PasswordForm(NewPasswordForm):
    """Changing one's own password asks for the present one."""

    old = forms.CharField(
        label=_("原密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ("old", "new", "again")
