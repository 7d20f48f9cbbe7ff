import subprocess
import sys


def test_values_are_there_before_the_libraries_they_use() -> None:
    program = (
        "import importlib, pkgutil, sys, pipetui.values as values\n"
        "for module in pkgutil.iter_modules(values.__path__):\n"
        "    importlib.import_module(f'pipetui.values.{module.name}')\n"
        "late = {'babel', 'dateutil', 'rich', 'textual', 'sqlmodel', 'sqlalchemy', 'difflib'}\n"
        "print(sorted(late & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
