"""Validation against people: a sample to code, sheets out, sheets in, agreement, adjudication, corrections.

    sampling → sheets → (people) → grids → codings → agreement → methods; codings → adjudication → corrections

`questions` says what people are asked; `brat` and `labelstudio` carry statements to annotation tools and back.
"""
