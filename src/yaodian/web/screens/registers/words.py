"""Addresses of lists. What is looked for among people's rows is mostly a name, so it is kept with the session and the
address says only that there is something (`q=~`)."""

from urllib.parse import parse_qs, urlencode

from yaodian.apps.ledgers.lists.views import view_for, wanted_of
from yaodian.apps.ledgers.lists.wanted import WORDS, Wanted, query_of, wanted_from
from yaodian.registers.register import Register
from yaodian.web.pages import PageRequest

KEPT = "~"
SESSION = "register-words"


def wanted_of_address(request: PageRequest, register: Register, words: str | None = None) -> Wanted:
    """What an address asks for, the request's own or one given as text, with the words that are kept for it: by the
    session (`~`), or by a saved view (`~12`), whose words the session keeps from then on."""
    query = dict(request.GET.lists()) if words is None else parse_qs(words)
    asked = next(iter(query.get(WORDS, [])), "")
    if asked.startswith(KEPT):
        number = asked.removeprefix(KEPT)
        view = view_for(request.by, int(number)) if number.isascii() and number.isdecimal() else None
        if view is not None and view.register == register.key:
            keep_words(request, register, wanted_of(view, request.by).words)
        query[WORDS] = [request.session.get(SESSION, {}).get(register.key, "")]
    return wanted_from(register, query, request.by)


def keep_words(request: PageRequest, register: Register, words: str) -> None:
    """Keep what is looked for in a register with the session."""
    request.session[SESSION] = {**request.session.get(SESSION, {}), register.key: words}


def address_of(register: Register, wanted: Wanted, *, page: bool = False, view: int | str = "") -> str:
    """The words of an address that ask for this, without what is looked for among people (`view`: which one keeps it)."""
    return urlencode(shown_query(register, wanted, page=page, view=view), doseq=True)


def shown_query(
    register: Register, wanted: Wanted, *, page: bool = False, view: int | str = ""
) -> dict[str, list[str]]:
    """The same as a mapping, for a form's hidden fields."""
    query = query_of(register, wanted, page=page)
    if register.about_people and WORDS in query:
        query[WORDS] = [f"{KEPT}{view}"]
    return query
