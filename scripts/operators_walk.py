"""Types what docs/exploitation.md says, line by line, in an empty Debian; `make walk` runs it.

    python -m scripts.operators_walk [EMPTY_DEBIAN]

The Debian is made by debootstrap (or copied from the folder named) and booted by systemd-nspawn.
The lines are those of the guide, so that neither can drift from the other; what stands before and
after each part is ours: a family's answer that must still be there, an instance of the first
version. Needs root, debootstrap and systemd-container. Exit code 0: every line did what it says.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "exploitation.md"
TITLE = "## Sur une Debian vide, ligne par ligne\n"
# The last commit whose store has the first schema alone.
FIRST = "6e768d192aa95bec6cd0fc7a043c85ddf86d3751"
DEBIAN = "bookworm"
# What an operator replaces by their own.
OWN = {"ADRESSE": "/walk/source.git"}
AS = "runuser -u diagnosis --"
URL = "https://diagnosis.example"
CURL = "curl -sS --fail-with-body --cacert /etc/ssl/diagnosis/cert.pem"
CURL += " --resolve diagnosis.example:443:127.0.0.1"
ANSWER = (
    '{"id": "8a2f3f8e-30a4-4d1e-9c7c-5f3a2f0b6f11", "language": "fr", "channel": "phone",'
    ' "answers": {"A1": "maman"}}'
)

CAMPAIGN = """
from datetime import date
from pathlib import Path
from diagnosis.answers import current_key
from diagnosis.app import open_instance
from diagnosis.config import read_settings
from diagnosis.model import CHANNELS, Campaign
instance = open_instance(read_settings(Path("/var/lib/diagnosis")))
asked = instance.library.questionnaires["express"]
instance.store.save_questionnaire(asked)
instance.store.add_campaign(Campaign(name="stains", title="Essai", site="Stains",
    questionnaire=asked.name, version=asked.version, languages=("fr",), channels=CHANNELS,
    opens=date(2026, 1, 1)))
current_key(instance.secrets, "stains")
instance.store.close()
"""
COUNT = """
import sys
from pathlib import Path
from diagnosis.storage import open_store, store_url
store = open_store(store_url(Path("/var/lib/diagnosis")))
count = store.count_responses(sys.argv[1])
store.close()
print(f"{sys.argv[1]}: {count} answers")
sys.exit(count != int(sys.argv[2]))
"""


def count(campaign: str, answers: int) -> str:
    """Line that fails unless the store has so many answers of a campaign."""
    return f"{AS} /opt/diagnosis/bin/python /walk/count.py {campaign} {answers}"


# Ours, before and after the lines of each part of the guide.
BEFORE = {
    "Reprendre après un sinistre": [
        "systemctl stop diagnosis",
        "find /var/lib/diagnosis -mindepth 1 -delete",
    ],
    "Passer de la première version à celle-ci": [
        "systemctl stop diagnosis",
        "find /var/lib/diagnosis -mindepth 1 -delete",
        "rm -r /opt/diagnosis",
        "cd /usr/local/src/diagnosis",
        f"git reset --quiet --hard {FIRST}",
        "python3 -m venv /opt/diagnosis",
        "/opt/diagnosis/bin/pip install --quiet --constraint constraints.txt .",
        "systemd-run --quiet --unit=first --uid=diagnosis /opt/diagnosis/bin/diagnosis demo"
        " --data /var/lib/diagnosis --families 30 --port 8000",
        "curl -sS --fail --retry 60 --retry-all-errors --retry-delay 1 http://127.0.0.1:8000/healthz",
        "systemctl stop first",
        f"sed -i 's#address: .*#address: {URL}#' /var/lib/diagnosis/settings.yaml",
        "systemctl start diagnosis",
    ],
}
AFTER = {
    "Installer": ["/opt/diagnosis/bin/diagnosis --help"],
    "Faire l’instance": [f"{AS} /opt/diagnosis/bin/python /walk/campaign.py"],
    "Servir derrière nginx": [
        f"{CURL} {URL}/q/stains?lang=fr | grep '<h1' > /dev/null",
        f"{CURL} -H 'Content-Type: application/json' -d '{ANSWER}' {URL}/q/stains/responses",
        "test $(curl -so /dev/null -w '%{http_code}' -H 'Host: diagnosis.example'"
        " http://127.0.0.1/) = 301",
        "test $(stat -c %a /var/lib/diagnosis) = 700",
        "grep 'Max open files  *16384' /proc/$(pgrep -o -f 'nginx: worker')/limits",
        "grep 'Max open files  *16384' /proc/$(pgrep -o -u diagnosis)/limits",
        count("stains", 1),
    ],
    "Sauvegarder chaque jour": [
        # What cron would type tonight, as it would.
        "grep -E '^[0-9]' /etc/cron.d/diagnosis | cut -d' ' -f7- > /walk/nightly",
        f"while read -r line; do {AS} $line; done < /walk/nightly",
        "test $(stat -c %a /var/backups/diagnosis/*.zip) = 600",
    ],
    "Reprendre après un sinistre": [
        count("stains", 1),
        f"{CURL} {URL}/q/stains?lang=fr -o /dev/null",
    ],
    "Passer de la première version à celle-ci": [
        count("clos-saint-lazare", 30),
        "ls /var/lib/diagnosis/diagnosis.sqlite-before-m002_devices_and_voices",
        f"{CURL} {URL}/q/clos-saint-lazare?lang=fr -o /dev/null",
        'test -z "$(find /var/lib/diagnosis -perm /077)"',
    ],
}
UNIT = """[Unit]
After=network.target dbus.service
SuccessAction=poweroff
FailureAction=poweroff
[Service]
Type=exec
ExecStart=/bin/bash /walk/run
StandardOutput=file:/walk/log
StandardError=file:/walk/log
ExecStopPost=/bin/sh -c 'echo $EXIT_STATUS > /walk/code'
[Install]
WantedBy=multi-user.target
"""


def parts(guide: str) -> dict[str, list[str]]:
    """Lines that the guide says to type, by the title of their part."""
    _, _, section = guide.partition(TITLE)
    section = re.split(r"^## ", section, flags=re.MULTILINE)[0]
    _, *texts = re.split(r"^### ", section, flags=re.MULTILINE)
    return {text.partition("\n")[0]: list(_typed(text)) for text in texts}


def script(guide: str) -> str:
    """The whole walk in bash: each line said, then typed; the first that fails ends it."""
    lines = ["set -eo pipefail", 'typed() { echo "$ $1"; eval "$1"; }']
    for title, typed in parts(guide).items():
        lines.append(f"echo '## {title}'")
        for line in (*BEFORE.get(title, []), *typed, *AFTER.get(title, [])):
            for name, own in OWN.items():
                line = line.replace(name, own)
            lines.append(f"typed {_quoted(line)}")
    return "\n".join(lines) + "\n"


def main(given: Sequence[str]) -> int:
    """Walk; gives the exit code."""
    with tempfile.TemporaryDirectory(prefix="walk-") as folder:
        debian = Path(folder) / "debian"
        _make(debian, given)
        walk = debian / "walk"
        walk.mkdir()
        _run("git", "clone", "--quiet", "--bare", str(ROOT), str(walk / "source.git"))
        (walk / "run").write_text(script(GUIDE.read_text("utf-8")), "utf-8")
        (walk / "campaign.py").write_text(CAMPAIGN)
        (walk / "count.py").write_text(COUNT)
        (debian / "etc/systemd/system/walk.service").write_text(UNIT)
        _trust(debian)
        _run("systemctl", f"--root={debian}", "enable", "--quiet", "walk")
        _boot(debian)
        print((walk / "log").read_text("utf-8", "replace"))
        code = (walk / "code").read_text().strip()
    print("Chaque ligne a fait ce qu’elle dit." if code == "0" else f"Arrêt, code {code}.")
    return code != "0"


def _typed(text: str) -> Iterator[str]:
    joined = re.sub(r"\\\n +", "", text)
    return (line.strip() for line in joined.splitlines() if line.startswith("    "))


def _quoted(line: str) -> str:
    return "'" + line.replace("'", "'\\''") + "'"


def _make(debian: Path, given: Sequence[str]) -> None:
    if given:
        _run("cp", "--archive", given[0], str(debian))
    else:
        _run("debootstrap", DEBIAN, str(debian))


def _trust(debian: Path) -> None:
    """Let the walk reach what this machine reaches: its name servers, its authorities."""
    (debian / "etc/resolv.conf").unlink(missing_ok=True)
    shutil.copy("/etc/resolv.conf", debian / "etc/resolv.conf")
    if authorities := os.environ.get("PIP_CERT"):
        shutil.copy(authorities, debian / "walk/authorities.pem")
        (debian / "etc/pip.conf").write_text("[global]\ncert = /walk/authorities.pem\n")


def _boot(debian: Path) -> None:
    _run(
        "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--resolv-conf=off",
        "--console=pipe", f"--directory={debian}", "--boot",
    )  # fmt: skip


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=sys.stderr, stdin=subprocess.DEVNULL)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
