"""complete - what an interactive shell makes of a command line that is completed

usage: complete.py FOLDER KEYS COMMAND [ARGUMENT]...

Runs the shell COMMAND on a terminal of its own, in FOLDER. KEYS are typed there, "<TAB>" being that key; then the line
is not run but printed, between brackets.
SPDX-License-Identifier: MIT"""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

folder, keys, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.chdir(folder)
    os.environ["TERM"] = "dumb"
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", 24, 1000, 0, 0))
seen = b""


def wait_for(pattern, seconds=60):
    """Reads until what was shown has the pattern."""
    global seen
    end = time.monotonic() + seconds
    while not (match := re.search(pattern, seen)):
        if time.monotonic() > end:
            sys.exit(f"no {pattern} in: {seen!r}")
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                seen += os.read(terminal, 4096)
            except OSError:
                sys.exit(f"the shell ended: {seen!r}")
    return match


wait_for(rb"ready> ")
# what is typed behind a tab waits until that is done: to the line's end and its begin (Ctrl-E, Ctrl-A), an echo around it
os.write(terminal, keys.replace("<TAB>", "\t").encode() + b"\x05 ']'\x01echo 'line[' \n")
print(wait_for(rb"(?:[\r\n]|\x1b\[\?2004l)line\[ (.*?) +\]").group(1).decode())
