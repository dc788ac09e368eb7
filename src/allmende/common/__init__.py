"""What every other package may use: money, periods, keys, findings, errors. Pure Python, no Django."""
