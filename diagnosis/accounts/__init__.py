"""Who may enter and do what: what comes in are names, passwords, tokens, codes.

What goes out are members with their rights, invitations, visits, and the journal of what the team
did. It must never know a page, nor keep anything of a family.
"""

from diagnosis.accounts.invitations import (
    INVITATION_DAYS,
    find_invitation,
    make_invitation,
    make_reset,
    open_invitations,
    use_invitation,
)
from diagnosis.accounts.journal import (
    COMMAND,
    UNKNOWN,
    Action,
    as_table,
    first_broken,
    hash_of,
    write_down,
)
from diagnosis.accounts.members import (
    LastAdministratorError,
    UnknownMemberError,
    add_user,
    change_password,
    give_role,
    remove_user,
)
from diagnosis.accounts.passwords import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    WeakPasswordError,
    check_password,
    find_user,
    hash_password,
)
from diagnosis.accounts.rights import (
    ADMINISTRATOR,
    COORDINATOR,
    ROLE_LABELS,
    ROLES,
    GrantError,
    Right,
    campaigns_of,
    grants_of,
    is_administrator,
    may,
    may_somewhere,
    sites_of,
)
from diagnosis.accounts.second_factor import (
    enrol,
    factor_address,
    forget_factor,
    new_secret,
    use_code,
)
from diagnosis.accounts.tokens import minute, token_hash
from diagnosis.accounts.tries import (
    FAILURES,
    device_cookie,
    key_of,
    known_device,
    make_device,
    pause_after,
    reserve_try,
)
from diagnosis.accounts.visits import LIFE, begin_visit, find_visit

__all__ = [
    "ADMINISTRATOR",
    "COMMAND",
    "COORDINATOR",
    "FAILURES",
    "INVITATION_DAYS",
    "LIFE",
    "LONGEST_PASSWORD",
    "ROLES",
    "ROLE_LABELS",
    "SHORTEST_PASSWORD",
    "UNKNOWN",
    "Action",
    "GrantError",
    "LastAdministratorError",
    "Right",
    "UnknownMemberError",
    "WeakPasswordError",
    "add_user",
    "as_table",
    "begin_visit",
    "campaigns_of",
    "change_password",
    "check_password",
    "device_cookie",
    "enrol",
    "factor_address",
    "find_invitation",
    "find_user",
    "find_visit",
    "first_broken",
    "forget_factor",
    "give_role",
    "grants_of",
    "hash_of",
    "hash_password",
    "is_administrator",
    "key_of",
    "known_device",
    "make_device",
    "make_invitation",
    "make_reset",
    "may",
    "may_somewhere",
    "minute",
    "new_secret",
    "open_invitations",
    "pause_after",
    "remove_user",
    "reserve_try",
    "token_hash",
    "use_code",
    "use_invitation",
    "write_down",
    "sites_of",
]
