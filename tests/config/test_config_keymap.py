"""Keys as they are written, and which command has which where several want one."""

import string
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import _character_to_key

from pipetui.config.declared import KEY_SETS
from pipetui.config.key_names import read_keys, show_key
from pipetui.config.keymap import FALLBACK, Keymap, key_set, make_keymap
from pipetui.config.reading import parse_config
from pipetui.tui.commands import COMMANDS, EVERYWHERE
from pipetui.values.errors import Invalid


@dataclass(frozen=True)
class Some:
    id: str
    keys: str
    where: frozenset[str] = frozenset({"board"})
    shown: str = ""


TABLE = (
    Some("cursor.down", "j,down", shown="j ↓"),
    Some("deal.won", "w"),
    Some("deal.lost", "x"),
    Some("deal.edit", "enter", frozenset({"deal"})),
    Some("app.help", "question_mark,f1"),
    Some("app.palette", "ctrl+p"),
    Some("app.quit", "q"),
    Some("app.back", "escape"),
)


def keymap(written: str, table: tuple[Some, ...] = TABLE) -> Keymap:
    config = parse_config(f"[keys]\n{written}", Path("config.toml"))
    assert config.problems == ()
    return make_keymap(table, config)


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("W", ("W",)),
        ("w, ctrl+W", ("w", "ctrl+w")),
        ("?", ("question_mark",)),
        ("esc", ("escape",)),
        ("Del,PgDn", ("delete", "pagedown")),
        ("shift+w", ("W",)),
        ("shift+Left", ("shift+left",)),
        ("alt+ctrl+x", ("alt+ctrl+x",)),
        ("ctrl+x ctrl+c", ("ctrl+x ctrl+c",)),
        ("g  g", ("g g",)),
        ("+, comma, -, ctrl++", ("plus", "comma", "minus", "ctrl+plus")),
        ("ctrl+i, ctrl+[", ("tab", "escape")),
        ("meta+<", ("alt+less_than_sign",)),
        ("w,w", ("w",)),
        ("", ()),
        (" , ", ()),
        ("F12", ("f12",)),
        ("è", ("è",)),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, keys: tuple[str, ...]) -> None:
    assert read_keys(written) == keys


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("entr", "“entr” is no key: did you mean enter?"),
        ("ctlr+w", "“ctlr+w” is no key: did you mean ctrl?"),
        ("f99", "“f99” is no key: did you mean f9?"),
        ("qqqqq", "“qqqqq” is no key: try w, ctrl+w, f5 or esc."),
        ("ctrl+", "“ctrl+” is no key"),
        ("\x07", "“” is no key that can be typed."),
        ("w" * 201, "that is too long for keys."),
    ],
)
def test_what_is_no_key_is_said(written: str, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_keys(written)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("character", sorted(set(string.printable) - set(string.whitespace) - {","}))
def test_a_character_is_called_as_the_screens_call_it(character: str) -> None:
    assert read_keys(character) == (_character_to_key(character),)
    assert show_key(_character_to_key(character)) == character


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_keys(text: str) -> None:
    try:
        for key in read_keys(text):
            assert show_key(key)
    except Invalid as error:
        assert "\n" not in str(error)


def test_without_a_word_every_command_has_its_own_keys() -> None:
    made = keymap("")
    assert made.keys["cursor.down"] == ("j", "down")
    assert made.shown["cursor.down"] == "j ↓"
    assert (made.conflicts, made.problems, made.sequences) == ((), (), frozenset())


def test_the_reps_keys_take_the_place_of_all_a_command_had() -> None:
    made = keymap('cursor.down = "n"\ndeal.won = "W, ctrl+x w"\ndeal.lost = ""')
    assert made.keys["cursor.down"] == ("n",)
    assert made.shown == {**keymap("").shown, "cursor.down": "n", "deal.won": "W", "deal.lost": ""}
    assert made.sources["deal.won"] == "config"
    assert made.sequences == {"ctrl+x w"}
    assert made.problems == ()


def test_two_commands_may_change_keys_with_each_other() -> None:
    made = keymap('deal.won = "x"\ndeal.lost = "w"')
    assert (made.keys["deal.won"], made.keys["deal.lost"], made.problems) == (("x",), ("w",), ())


def test_a_key_two_want_is_the_reps_and_both_are_named() -> None:
    made = keymap('deal.lost = "w"')
    assert (made.keys["deal.won"], made.keys["deal.lost"]) == ((), ("w",))
    assert made.problems == ("w is deal.lost and can't be deal.won as well: give one another key.",)


def test_of_two_of_the_reps_own_the_first_of_the_table_has_it() -> None:
    made = keymap('deal.lost = "?"\ndeal.won = "?"')
    assert (made.keys["deal.won"], made.keys["deal.lost"]) == (("question_mark",), ())
    assert [(conflict.winner, conflict.loser) for conflict in made.conflicts] == [
        ("deal.won", "deal.lost"),
        ("deal.won", "app.help"),
    ]
    assert made.keys["app.help"] == ("f1",)


def test_commands_of_different_screens_may_have_the_same_key() -> None:
    assert keymap('deal.edit = "w"').problems == ()


@pytest.mark.parametrize("written", ['deal.won = "g"\ndeal.lost = "g x"', 'deal.won = "g x"\ndeal.lost = "g"'])
def test_a_key_is_not_the_beginning_of_another(written: str) -> None:
    made = keymap(written)
    assert (len(made.keys["deal.won"]), made.keys["deal.lost"]) == (1, ())
    assert len(made.problems) == 1


def test_what_is_wrong_with_keys_is_said() -> None:
    made = keymap('lost = "entr"\ndeal.wno = "W"\ndeal.lost = "entr"')
    assert made.problems == (
        "config.toml, line 2: there is no command “lost”. Did you mean “deal.lost”?",
        "config.toml, line 3: there is no command “deal.wno”. Did you mean “deal.won”?",
        "config.toml, line 4: deal.lost: “entr” is no key: did you mean enter?",
    )
    assert made.keys["deal.lost"] == ("x",)


def test_everything_on_one_key_leaves_the_ways_to_go() -> None:
    made = keymap("\n".join(f'{command.id} = "x"' for command in TABLE))
    assert {name: made.keys[name] for name in FALLBACK} == {name: (key,) for name, key in FALLBACK.items()}
    assert made.keys["cursor.down"] == ("x",)


@given(
    st.dictionaries(
        st.sampled_from([command.id for command in COMMANDS]),
        st.lists(st.sampled_from(["x", "g", "g g", "ctrl+p", "f1", "q", "ctrl+q", "esc", "j"]), max_size=3),
    )
)
def test_whatever_is_said_each_key_of_a_screen_is_one_commands_and_the_ways_out_stay(
    wanted: dict[str, list[str]],
) -> None:
    text = "[keys]\n" + "\n".join(f'{name} = "{",".join(keys)}"' for name, keys in wanted.items())
    made = make_keymap(COMMANDS, parse_config(text, Path("c")))
    for screen in EVERYWHERE:
        keys = [key for command in COMMANDS if screen in command.where for key in made.keys[command.id]]
        assert len(keys) == len(set(keys))
    assert all(made.keys[name] for name in FALLBACK)


@pytest.mark.parametrize("name", KEY_SETS)
def test_a_set_that_is_shipped_names_commands_there_are_and_has_no_conflict(name: str) -> None:
    assert set(key_set(name)) <= {command.id for command in COMMANDS}
    made = make_keymap(COMMANDS, parse_config(f'[keys]\nset = "{name}"', Path("c")))
    assert made.problems == ()
    assert [command.id for command in COMMANDS if not made.keys[command.id]] == []


@pytest.mark.parametrize(
    ("name", "command", "key"),
    [
        ("vim", "cursor.first", "g g"),
        ("vim", "app.palette", "colon"),
        ("vim", "edit.redo", "ctrl+r"),
        ("emacs", "cursor.down", "ctrl+n"),
        ("emacs", "app.palette", "alt+x"),
        ("emacs", "app.quit", "ctrl+x ctrl+c"),
    ],
)
def test_a_set_has_the_keys_of_the_program_it_is_named_for(name: str, command: str, key: str) -> None:
    made = make_keymap(COMMANDS, parse_config(f'[keys]\nset = "{name}"', Path("c")))
    assert key in made.keys[command]
    assert made.sources[command] == "set"
