"""Addresses below /konto/: our own pages, and those of django-allauth that we offer, with German paths.

allauth's own list is not included whole: what people must not do (register, change the address with which
they were invited, connect other providers) has no address here.
"""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.socialaccount import views as provider_views
from allauth.usersessions import views as session_views
from django.urls import include, path, re_path
from django.urls.resolvers import URLPattern, URLResolver
from django.views.generic import RedirectView

from allmende.accounts import views

own_patterns: list[URLPattern | URLResolver] = [
    path("", views.profile, name="profile"),
    path("anmeldungen/<int:pk>/beenden/", views.end_sign_in, name="end-sign-in"),
    path("verwaltung/", views.users, name="users"),
    path("verwaltung/einladen/", views.invite, name="invite"),
    path("verwaltung/protokoll/", views.audit_events, name="audit-events"),
    path("verwaltung/<int:pk>/", views.user_page, name="user"),
    path("verwaltung/<int:pk>/<slug:operation>/", views.change_user, name="change-user"),
]

sign_in_patterns: list[URLPattern | URLResolver] = [
    path("anmelden/", account_views.login, name="account_login"),
    path("abmelden/", account_views.logout, name="account_logout"),
    path("deaktiviert/", account_views.account_inactive, name="account_inactive"),
    path("registrieren/", account_views.signup, name="account_signup"),
    path("bestaetigen/", account_views.reauthenticate, name="account_reauthenticate"),
    path("passwort/aendern/", account_views.password_change, name="account_change_password"),
    path("passwort/festlegen/", account_views.password_set, name="account_set_password"),
    path("passwort/vergessen/", account_views.password_reset, name="account_reset_password"),
    path(
        "passwort/vergessen/gesendet/", account_views.password_reset_done, name="account_reset_password_done"
    ),
    path(
        "passwort/neu/fertig/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # allauth asks for this name; the address is changed by those who run the installation.
    path("e-mail/", RedirectView.as_view(pattern_name="accounts:profile"), name="account_email"),
    path("anmeldungen/", session_views.list_usersessions, name="usersessions_list"),
]

second_factor_patterns: list[URLPattern | URLResolver] = [
    path("", mfa_views.index, name="mfa_index"),
    path("anmelden/", mfa_views.authenticate, name="mfa_authenticate"),
    path("bestaetigen/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("app/einrichten/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("app/abschalten/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/erzeugen/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/herunterladen/", recovery_views.download_recovery_codes, name="mfa_download_recovery_codes"),
]

passkey_patterns: list[URLPattern | URLResolver] = [
    path("", passkey_views.list_webauthn, name="mfa_list_webauthn"),
    path("hinzufuegen/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("bestaetigen/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("anmelden/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("<int:pk>/umbenennen/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
    path("<int:pk>/entfernen/", passkey_views.remove_webauthn, name="mfa_remove_webauthn"),
]

provider_patterns: list[URLPattern | URLResolver] = [
    path("abgebrochen/", provider_views.login_cancelled, name="socialaccount_login_cancelled"),
    path("fehler/", provider_views.login_error, name="socialaccount_login_error"),
    path(
        "verknuepft/", RedirectView.as_view(pattern_name="accounts:profile"), name="socialaccount_connections"
    ),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own_patterns, "accounts"))),
    path("", include(sign_in_patterns)),
    path("zweiter-faktor/", include(second_factor_patterns)),
    path("passkeys/", include(passkey_patterns)),
    path("dienst/", include(provider_patterns)),
]
