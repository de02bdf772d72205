"""The JSON API of what everybody may read, described by OpenAPI."""
