"""Topics: one module each, with the vocabularies and classes of its facts."""
