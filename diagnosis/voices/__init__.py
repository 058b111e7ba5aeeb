"""What can sound: what comes in are recordings, sentences and a synthesiser of the system.

What goes out are the list of sounds of a language, by the text that pages show, and the files of
the machine voice, made at installation. It must never speak for a person where there is one, nor
make a sound while a page is asked.
"""

from diagnosis.voices.caf import as_caf
from diagnosis.voices.given import (
    SAID,
    SaidBack,
    said_back,
    text_said_back,
    texts_said_back,
    together,
)
from diagnosis.voices.heard import Heard, core_sentences, heard_in, is_heard, lines_of, said_in
from diagnosis.voices.machine import MachineVoices
from diagnosis.voices.making import Made, MakingError, can_make, make_sounds
from diagnosis.voices.names import plain, sound_name
from diagnosis.voices.statements import say_statements, texts_of_rooms

__all__ = [
    "SAID",
    "Heard",
    "MachineVoices",
    "Made",
    "MakingError",
    "SaidBack",
    "as_caf",
    "can_make",
    "core_sentences",
    "heard_in",
    "is_heard",
    "lines_of",
    "make_sounds",
    "plain",
    "said_back",
    "said_in",
    "say_statements",
    "sound_name",
    "text_said_back",
    "texts_of_rooms",
    "texts_said_back",
    "together",
]
