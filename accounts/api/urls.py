from django.urls import path

from accounts.api.tokens import CurrentTokenView, TokensView

urlpatterns = [
    path("tokens", TokensView.as_view()),
    path("tokens/current", CurrentTokenView.as_view()),
]
