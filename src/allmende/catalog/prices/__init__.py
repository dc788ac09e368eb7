"""Prices of services: typed components, what they come to, and why. Pure."""
