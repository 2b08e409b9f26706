"""Corpora of any size: the same tables as `analyse`, made part by part, by one process, by many, or by a cluster.

    sources → parts → read → settle → find → settle → finish → tables

`parts` cuts the input into parts of some hundred articles. `work` has the three steps that are made of each part, all
pure: what they read and write are entries of a `store`, named by what they were made from. Between the steps `merge`
settles what crosses articles, on keys and counts and never on texts. `runner` and `cluster` say who does the work;
`output` writes the tables; `extract` holds it together.
"""
