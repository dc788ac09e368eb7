"""The catalogue: offers and their prices, service levels, take-up, waves. Nothing published is changed."""

from allmende.catalog.models.indexes import IndexValue
from allmende.catalog.models.offers import (
    Offer,
    Product,
    ProductDocument,
    ProductStage,
    ProductVersion,
    Provider,
)
from allmende.catalog.models.prices import PriceComponent
from allmende.catalog.models.reminders import DeadlineMail
from allmende.catalog.models.service import Outage, ResponseTime, ServiceLevel, ServiceReport
from allmende.catalog.models.takeup import Quantity, Subscription, SubscriptionStep, SubscriptionTerm
from allmende.catalog.models.waves import Wave, WaveBody, WaveCondition, WaveProduct

__all__ = [
    "DeadlineMail",
    "IndexValue",
    "Offer",
    "Outage",
    "PriceComponent",
    "Product",
    "ProductDocument",
    "ProductStage",
    "ProductVersion",
    "Provider",
    "Quantity",
    "ResponseTime",
    "ServiceLevel",
    "ServiceReport",
    "Subscription",
    "SubscriptionStep",
    "SubscriptionTerm",
    "Wave",
    "WaveBody",
    "WaveCondition",
    "WaveProduct",
]
