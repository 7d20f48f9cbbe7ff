"""What is done with companies and contacts, on their screen."""

from pipetui.tui.commands.command import PEOPLE, Command

_HERE = frozenset({PEOPLE})
_GROUP = "People"

ON_PEOPLE: tuple[Command, ...] = (
    Command("people.open", "enter", "open", "open", "Go into what is known; edit a field, open a deal.", _GROUP, _HERE),
    Command("people.half", "tab", "half(1)", "other half", "Companies, contacts, duplicates.", _GROUP, _HERE),
    Command("people.half_back", "shift+tab", "half(-1)", "half before", "The half before.", _GROUP, _HERE),
    Command("people.beside", "l,right", "beside", "beside", "Go to what is known beside the list.", _GROUP, _HERE, "→"),
    Command("people.list", "h,left", "to_list", "list", "Go back to the list.", _GROUP, _HERE, "←"),
    Command(
        "people.add", "a", "add", "add", "Add a contact: Jane Doe, CFO, jane@acme.com +Acme 555-1234.", _GROUP, _HERE
    ),
    Command(
        "people.edit", "e", "edit", "edit", "Edit the field under the cursor; notes in your editor.", _GROUP, _HERE
    ),
    Command(
        "people.browse", "b", "browse", "browser", "Open the link, or the web page, in the browser.", _GROUP, _HERE
    ),
    Command("people.deals", "B", "deals", "on the board", "Show only their deals on the board.", _GROUP, _HERE),
    Command("people.link", "L", "link", "link", "Give a contact a part in a deal, or another role.", _GROUP, _HERE),
    Command(
        "people.main", "asterisk", "main", "first contact", "Make them the deal's first contact.", _GROUP, _HERE, "*"
    ),
    Command("people.unlink", "backspace", "unlink", "unlink", "Take the contact out of the deal.", _GROUP, _HERE),
    Command("people.delete", "delete", "delete", "delete", "Delete them; their deals stay. Asks first.", _GROUP, _HERE),
    Command("people.copy", "y", "copy", "copy", "Copy what is known as text.", _GROUP, _HERE),
    Command("people.card", "Y", "vcard", "vCard", "Copy them as a vCard.", _GROUP, _HERE),
    Command("people.sort", "o", "sort", "sort", "Order by last spoken to, open money, or name.", _GROUP, _HERE),
    Command("people.find", "slash", "filter", "find", "Show only those with these words.", _GROUP, _HERE),
    Command("people.flip", "space", "flip", "other side", "Keep the field of the other one, or both.", _GROUP, _HERE),
    Command("people.merge", "equals_sign", "merge", "merge", "Make one of the two, as chosen.", _GROUP, _HERE, "="),
    Command(
        *("people.apart", "exclamation_mark", "apart", "not the same", "Remember that the two are not the same."),
        *(_GROUP, _HERE, "!"),
    ),
    Command(
        *("people.merge_sure", "plus", "merge_sure", "merge sure", "Merge all that are sure, as one step."),
        *(_GROUP, _HERE, "+"),
    ),
)
