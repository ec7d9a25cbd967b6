"""Forms of accounts, in the words of this site."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from directory.models import Registration

from . import invitations


class LoginForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail"


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail"


class AddEmailForm(allauth.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Another address"


class SignupForm(allauth.SignupForm):
    """Whoever comes by an invitation makes the account with the invited address, and with no other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Name at the desk"
        self.fields[
            "username"
        ].help_text = "Your colleagues and the directory’s operators see it; the public does not."
        self.fields["email"].label = "E-mail"
        invitation = invitations.of_session(context.request)
        if invitation is not None:
            self.fields["email"].disabled = True  # what is sent instead is not read
            self.initial["email"] = invitation.email
        elif self.is_bound:
            # A link that was taken back has proved an address that this form does not ask for.
            get_adapter().unstash_verified_email(context.request)

    def clean_email(self) -> str:
        invitation = invitations.of_session(context.request)
        if invitation is not None:
            invitations.make_way(invitation)
        return super().clean_email()

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:  # as slow as making one, so that nobody learns who has an account
            make_password(self.cleaned_data.get("password1"))
        return super().try_save(request)


class RegistrationForm(forms.ModelForm):
    website = forms.URLField(
        label="Its website", required=False, assume_scheme="https", help_text="Where the team says who it is."
    )

    class Meta:
        model = Registration
        fields = ["name", "website", "message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 5})}
        labels = {"name": "The team", "message": "How we can know that you speak for it"}
        help_texts = {"message": "Your role there, and somebody or something that confirms it."}


class InvitationForm(forms.Form):
    email = forms.EmailField(label="E-mail", max_length=254)
