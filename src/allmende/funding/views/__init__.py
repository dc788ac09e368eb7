"""Pages of funding: they translate and decide nothing."""
