"""Fair shares and real influence: cost keys in cents, stability, voting power. Pure Python, numpy, scipy.

Import from the modules: `keys` splits a cost, `core` and `nucleolus` judge and find allocations, `structured`
does so for thousands of members, `power` weighs votes, `sentences` says it in German. See `docs/sharing.md`.
"""
