"""One door for every answer: what comes in is what a device sent, sealed, spoken or exported.

What goes out is a response that may be stored, or a `RefusedError` with its reason and what to do;
here are also the keys that seal, the codes that erase, the tablets, and how long answers are kept.
This room must never know HTTP, nor who answered: it writes no address and no time.
"""
