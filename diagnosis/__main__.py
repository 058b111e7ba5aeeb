"""``python -m diagnosis`` is the ``diagnosis`` command."""

from diagnosis.cli import main

if __name__ == "__main__":
    main()
