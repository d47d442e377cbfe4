"""Signing in and out, language, own password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from naikkelas.accounts import actions, queries
from naikkelas.accounts.roles import PUBLIC, SIGNED_IN
from naikkelas.notices import actions as notices
from naikkelas.web import language as language_cookie
from naikkelas.web.gate import page
from naikkelas.web.notices import devices


class SignIn(LoginView):
    """The sign-in page; on a demonstration it says where its accounts are written down."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form):
        user, password = form.get_user(), form.cleaned_data["password"]
        actions.keep_digest(user=user, password=password, by=user, at=self.request.at)
        devices.leave(self.request, user)
        wanted = super().form_valid(form)
        if not queries.password_given(user):
            return wanted
        messages.warning(
            self.request,
            _("Your password was given to you, so others may know it. Choose one of your own now."),
        )
        return redirect(f"{reverse('accounts-password')}?{urlencode({'next': wanted.url})}")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"demonstration": queries.any_demonstration()}


sign_in = page(PUBLIC, post=True)(SignIn.as_view())


@page(SIGNED_IN, post=True, get=False)
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; nobody is told in this browser any more."""
    devices.leave(request, None)
    response = LogoutView.as_view()(request)
    response.delete_cookie(devices.COOKIE, samesite="Lax")
    return response


@page(PUBLIC, post=True, get=False)
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back."""
    target = _inside(request, request.POST.get("next", "/"))
    return language_cookie.keep(HttpResponseRedirect(target), language_cookie.chosen(request) or "id")


def _inside(request: HttpRequest, target: str) -> str:
    """Where somebody wanted to go, if it is an address of this site; else the first page."""
    allowed = target.startswith("/") and url_has_allowed_host_and_scheme(target, {request.get_host()})
    return target if allowed else "/"


class OwnPassword(PasswordChangeForm):
    """A password of one's own: not the one that stands, which somebody else may know."""

    def clean_new_password1(self) -> str:
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(_("This is the password that you have now. Choose another one."))
        return password


@page(SIGNED_IN, post=True)
def password(request: HttpRequest) -> HttpResponse:
    form = OwnPassword(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_password(
            user=request.user, password=form.cleaned_data["new_password1"], by=request.user, at=request.at
        )
        notices.end_devices(user=request.user, but=devices.here(request), by=request.user, at=request.at)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password was changed."))
        return redirect(_inside(request, request.GET.get("next", "/")))
    return render(request, "accounts/password.html", {"form": form})
