"""``python -m diagnosis`` is the ``diagnosis`` command."""

from diagnosis.cli import main

main()
