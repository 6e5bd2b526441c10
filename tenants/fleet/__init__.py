"""Migrations of the whole fleet (`manage migrate_all`).

The pending migrations run once, by Django, in a rehearsal schema made from the template (`rehearsal`). What the schema
editor did there becomes steps in the journal (`journal`), which are replayed in the template, in every tenant's schema
and in every spare (`replay`), several at a time (`runner`). `catalog` compares schemas with one another.
"""
