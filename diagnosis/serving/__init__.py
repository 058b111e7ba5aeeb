"""How the application is served: a listening address comes in, processes that answer go out.

Bodies are read before a thread is taken, in memory only, each with a time; processes live and die
together. Of what is asked it looks at the address alone: whose threads answer, and whether all are
answered alike. It must never write to a disk or a log who asked.
"""

from diagnosis.serving.processes import listen, serve

__all__ = ["listen", "serve"]
