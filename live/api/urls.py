from django.urls import path

from live.api.subscriptions import SubscriptionsView, SubscriptionView

urlpatterns = [
    path("push/subscriptions", SubscriptionsView.as_view()),
    path("push/subscriptions/<uuid:subscription_id>", SubscriptionView.as_view()),
]
