"""How the application is served: a listening address comes in, processes that answer go out.

Bodies are read before a thread is taken, in memory only, each with a time; processes live and die
together. It must never look at what is asked, nor write to a disk or a log who asked.
"""

from diagnosis.serving.processes import listen, serve

__all__ = ["listen", "serve"]
