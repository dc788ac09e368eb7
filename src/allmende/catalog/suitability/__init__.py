"""Make or buy, and the same question again at each end of a term: does the shared product still fit?"""
