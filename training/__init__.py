"""How the model of the package is made; not part of the package."""
