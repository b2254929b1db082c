"""A first template of one's own: the shipped one, extended with a chapter to change."""

from __future__ import annotations

import json
import re
from pathlib import Path

from accountplan.files import write_whole
from accountplan.messages import say, stop
from accountplan.template.load import shipped_templates

_TEMPLATE = """\
# {head}
id: {id}
version: 1.0.0
extends: accountplan
title: {{nl: {title}, en: {title}}}

# {chapters}
chapters: [own_questions]

# {lists}
lists:
  own_answer:
    choices:
      - {{code: always, label: {{nl: altijd, en: always}}}}
      - {{code: sometimes, label: {{nl: soms, en: sometimes}}}}
      - {{code: never, label: {{nl: nooit, en: never}}, aliases: [nee, "no"]}}

# {drop}
# drop: {{fields: [cust.coc_no], chapters: ["1.5"], choices: {{motives: [price]}}}}
"""
_CHAPTER = """\
# {head}
id: "1.9"
title: {{nl: 1.9 Eigen vragen, en: 1.9 Own questions}}
help:
  nl: Vragen die alleen in onze branche spelen.
  en: Questions that only matter in our industry.
part: "1"
after: "1.3"
items:
  - field: own.first_question
    label: {{nl: Eerste eigen vraag, en: First question of our own}}
    help:
      nl: Zeg hier wat je wilt weten, met een voorbeeld.
      en: Say here what you want to know, with an example.
    type: choice
    list: own_answer
    required: true
  - table: own_table
    label: {{nl: Eigen tabel, en: Table of our own}}
    rows: 6
    columns:
      - column: own.what
        label: {{nl: Wat, en: What}}
        type: text
        required: true
      - column: own.amount
        label: {{nl: Bedrag, en: Amount}}
        type: money
"""


def start_template(folder: Path, language: str) -> list[Path]:
    """Write a working template into `folder` and name the files. Raises `Stop` if something is there already."""
    if folder.is_dir() and any(folder.iterdir()):
        raise stop(language, "folder-not-empty", folder=folder.as_posix())
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "own"
    if name in shipped_templates():
        name = f"own-{name}"  # two templates of one id could not be told apart
    readable = "".join(sign for sign in folder.resolve().name if sign.isprintable()).strip() or name
    words = {key: say(language, "template", f"start-{key}") for key in ("head", "chapters", "lists", "drop")}
    title = json.dumps(readable, ensure_ascii=False)  # JSON's quotes are YAML's, too
    files = {
        folder / "template.yaml": _TEMPLATE.format(id=json.dumps(name), title=title, **words),
        folder / "chapters" / "own_questions.yaml": _CHAPTER.format(head=say(language, "template", "start-chapter")),
    }
    try:
        (folder / "chapters").mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            write_whole(path, text.encode("utf-8"))
    except OSError as error:
        raise stop(language, "folder-not-writable", folder=folder.as_posix(), why=error) from error
    return list(files)
