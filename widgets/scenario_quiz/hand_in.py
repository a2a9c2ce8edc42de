"""Handing in from a notebook under JupyterHub, with the Hub's token of the pupil's own server."""

from __future__ import annotations

import json
import os
from html import escape
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from ipywidgets import HTML, Button, VBox

from scenario_quiz.labels import load_labels

SERVICE = "COURSE_HAND_IN_URL"
TOKEN = "JUPYTERHUB_API_TOKEN"
PATIENCE = 15  # seconds


class HandInRefused(Exception):
    """The service took nothing; the message is a code that has a label `error_<code>`."""


def service_address() -> str | None:
    """The hand-in service's address, ending in a slash; None where there is none for this pupil's server."""
    address = os.environ.get(SERVICE)
    return f"{address.rstrip('/')}/" if address and os.environ.get(TOKEN) else None


def hand_in(answers: bytes, assignment: str) -> dict:
    """Hand in an answers file; gives its receipt. Raises HandInRefused."""
    address = service_address()
    parts = urlsplit(address)
    headers = {
        "Authorization": f"token {os.environ[TOKEN]}",
        "Content-Type": "application/json",
        "Origin": f"{parts.scheme}://{parts.netloc}",
    }
    request = Request(f"{address}api/hand-ins/{quote(assignment)}", answers, headers)
    try:
        # The token goes to the school's own service, and to no proxy.
        with build_opener(ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
            return json.load(answer)
    except HTTPError as error:
        raise HandInRefused(_code(error)) from None
    except (OSError, HTTPException, ValueError):
        raise HandInRefused("offline") from None


def _code(error: HTTPError) -> str:
    try:
        code = json.load(error)["error"]
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        code = "unavailable"
    # A notebook has no code to give again: the Hub knows the account, the class list doesn't.
    return "no_account" if code == "no_session" else code


class HandInButton(VBox):
    """A button, and below it the receipt or what is wrong."""

    def __init__(self, file: Path, assignment: str, language: str) -> None:
        self._file = file
        self._assignment = assignment
        self._words = load_labels("scenario_quiz", language)
        self.button = Button(description=self._words["hand_in"], button_style="primary")
        self.said = HTML()
        self.button.on_click(self._hand_in)
        super().__init__([HTML(f"<h2>{escape(self._words['hand_in_title'])}</h2>"), self.button, self.said])

    def _hand_in(self, _button: Button) -> None:
        self.button.disabled = True
        try:
            self.said.value = self._receipt(hand_in(self._file.read_bytes(), self._assignment))
        except FileNotFoundError:
            self.said.value = self._say("hand_in_nothing")
        except HandInRefused as refused:
            self.said.value = self._say(f"error_{refused}")
        finally:
            self.button.disabled = False

    def _receipt(self, receipt: dict) -> str:
        words = self._words
        counts = words["receipt_counts"].format(answered=receipt["answered"], steps=receipt["steps"])
        number = f"{words['receipt_number']} <strong>{escape(receipt['receipt'])}</strong>"
        told = words["receipt_next" if receipt["counts"] else "receipt_extra"]
        return (
            f'<p role="status"><strong>{escape(words["receipt_title"])}</strong>: {escape(counts)}. {number}</p>'
            f"<p>{escape(told)}</p>"
        )

    def _say(self, name: str) -> str:
        words = self._words.get(name) or self._words["error_unknown"].format(code=name.removeprefix("error_"))
        return f'<p role="alert">{escape(words)}</p>'
