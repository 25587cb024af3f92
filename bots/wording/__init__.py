"""The sentences, and nothing but sentences: `answers` to what was typed, `notices` unasked, `refusals`, `digest`.

`catalogue` fits an outbox row to its words.
"""
