"""The shared catalog: products, prices, take-up, invoices and the review whether it all still fits."""
