"""What if: rules over all municipalities with changed values, on base data that is real or synthetic."""
