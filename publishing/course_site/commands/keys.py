"""The school's keys, for which pupils' browsers seal the files with their answers."""

from __future__ import annotations

import typer

from course_site.commands.context import KeysOption, PassphraseOption, near, out, passphrase

keys = typer.Typer(no_args_is_help=True, help="The keys that seal pupils' files.")

AFTERWARDS = """\
Public key:  {public}
Private key: {private}
From the next `course build` on, the files that pupils save can be read by you only.
Without the private key AND its passphrase nobody can open those files ever again: not you, not we.
So keep the passphrase in the school's password safe, and a copy of the private key away from this machine."""


@keys.command()
def create(context: typer.Context, keys_folder: KeysOption = None, passphrase_file: PassphraseOption = None) -> None:
    """Make a pair: a public key for the site, and a private one that only you have."""
    from skill_grading.collecting.keys import PUBLIC, check_no_key, create_keys

    given = context.obj
    school = given.root / "schools" / given.course.school.id
    check_no_key(school)
    private = create_keys(school, keys_folder or given.data.keys, passphrase(passphrase_file, twice=True))
    out.print(AFTERWARDS.format(public=near(school / PUBLIC), private=near(private)), markup=False)
