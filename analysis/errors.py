"""The one exception of the room."""


class AnalysisError(ValueError):
    """The table or the codebook cannot be read; the message gives cause and remedy."""
