"""What a pupil's own kernel gets at on the machine: this text is run in a cell of a notebook."""

import json
import os
import urllib.error
import urllib.request
from pathlib import Path

import psycopg


def opens(path: str, flags: int) -> bool:
    try:
        os.close(os.open(path, flags))
    except OSError:
        return False
    return True


def asked(address: str) -> int:
    """The answer's status, to a request with the token that the pupil's server has."""
    headers = {"Authorization": f"token {os.environ['JUPYTERHUB_API_TOKEN']}"}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def connects(port: int) -> bool:
    try:
        psycopg.connect(host="127.0.0.1", port=port, user="course", dbname="inbox").close()
    except psycopg.OperationalError:
        return False
    return True


def environment_of(process: Path) -> bool:
    try:
        return bool((process / "environ").read_bytes())
    except OSError:
        return False


wanted = json.loads(Path("wanted.json").read_text())
processes = [each for each in Path("/proc").iterdir() if each.name.isdigit()]
seen = {
    "read": [path for path in wanted["files"] if opens(path, os.O_RDONLY)],
    "written": [path for path in wanted["files"] if opens(path, os.O_WRONLY)],
    "users": sorted({each.stat().st_uid for each in processes if environment_of(each)}),
    "statuses": [asked(address) for address in wanted["addresses"]],
    "database": connects(wanted["port"]),
    "environment": sorted(name for name in os.environ if name.startswith("COURSE_")),
}
Path("seen.json").write_text(json.dumps(seen))
print("That is all.")
