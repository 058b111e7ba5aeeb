"""Published conversations voted again in a room, beside ``diagnosis opinions`` on their files.

``python -m tests.benchmarks.replay FOLDER...`` reads exports of Polis (``participants-votes.csv``
and ``comments.csv`` in each folder), lets every participant vote through the store as
phones do, publishes the room, and compares its groups with those of the command on the files.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import uuid
from pathlib import Path

import pandas as pd

from diagnosis import dataset
from diagnosis.app import open_instance
from diagnosis.config import read_settings
from diagnosis.dataset.door_key import NAME, DoorKey
from diagnosis.dataset.room_opinions import WORTH
from diagnosis.dataset.states import secret_of
from diagnosis.instance import Instance
from diagnosis.model import STATEMENTS, Ask, Session, Statement, Vote
from tests.conftest import add_campaign

CODE = "KWRT"
CHOICES = {worth: name for name, worth in WORTH.items()}


def replay(folder: Path) -> str:
    """One line on a conversation: people, statements, groups of both, seconds to publish."""
    with tempfile.TemporaryDirectory() as place:
        instance = open_instance(read_settings(Path(place) / "instance"))
        campaign = add_campaign(instance)
        people, asked = _vote(instance, folder, campaign.name)
        begun = time.perf_counter()
        dataset.publish_opinions(instance, campaign)
        took = time.perf_counter() - begun
        room = dataset.opinions_kept(instance.store, CODE)
        files = _of_files(instance, folder, Path(place), secret_of(instance.secrets, campaign))
        instance.store.close()
    same = {name: room[name] == files[name] for name in ("message", "groups", "findings")}
    sizes = [group["cell"]["n"] for group in room["groups"]]
    return (
        f"{folder.name} : {people} personnes, {asked} phrases, groupes {sizes}, "
        f"{'égaux' if all(same.values()) else f'différents {same}'}, {took:.1f} s"
    )


def _vote(instance: Instance, folder: Path, campaign: str) -> tuple[int, int]:
    comments = pd.read_csv(folder / "comments.csv", dtype=str, keep_default_na=False)
    instance.store.add_session(Session(CODE, campaign, (), ask=Ask(STATEMENTS)))
    kept = comments[comments["moderated"] != "-1"]
    for number, (name, text) in enumerate(
        zip(kept["comment-id"], kept["comment-body"], strict=True)
    ):
        instance.store.save_statement(Statement(name, CODE, "fr", text.strip(), number=number))
    votes = pd.read_csv(folder / "participants-votes.csv")
    people = 0
    for at, row in enumerate(votes[list(kept["comment-id"])].itertuples(index=False)):
        said = {
            name: CHOICES[float(worth)]
            for name, worth in zip(kept["comment-id"], row, strict=True)
            if pd.notna(worth)
        }
        if said:
            people += 1
            instance.store.save_vote(Vote(str(uuid.UUID(int=at)), CODE, "fr", answers=said))
    return people, len(kept)


def _of_files(instance: Instance, folder: Path, place: Path, secret: bytes) -> dict[str, object]:
    """What the command says of the same files, told by the same secret."""
    out = place / "opinions"
    out.mkdir()
    key = out / NAME
    key.touch(0o600)
    key.write_text(DoorKey(secret).text)
    votes, statements = folder / "participants-votes.csv", folder / "comments.csv"
    dataset.opinion_files(votes, statements, out, k=instance.k)
    found: dict[str, object] = json.loads((out / "opinions.json").read_text())
    return found


if __name__ == "__main__":
    for given in sys.argv[1:]:
        print(replay(Path(given)), flush=True)
