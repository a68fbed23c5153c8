# keyboard - types into a program at a terminal
# SPDX-License-Identifier: MIT
"""keyboard.py COMMAND...: runs it with a terminal of its own, types a line of standard input at each prompt ("> " at the
end of what is on the screen), and then the end of the input; prints the screen. The command's own standard input is
empty; FROM=FILE and TO=FILE are its standard input and output. Its status is the command's."""
import os
import pty
import select
import sys


class Terminal:
    """A command at a terminal. `screen` has what it wrote there."""

    def __init__(self, command, source="/dev/null", target=None):
        self.pid, self.fd = pty.fork()
        self.screen = ""
        if self.pid == 0:
            try:
                os.dup2(os.open(source, os.O_RDONLY), 0)
                if target:
                    os.dup2(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), 1)
                os.execvp(command[0], command)
            finally:
                os._exit(127)

    def read(self, seconds=30):
        """What comes up to the next prompt, and whether there is one; without, the command has ended."""
        begin, raw = len(self.screen), b""
        while not raw.endswith(b"\n> "):
            if not select.select([self.fd], [], [], seconds)[0]:
                raise TimeoutError(self.screen + raw.decode("utf-8", "replace"))
            try:
                more = os.read(self.fd, 1 << 16)
            except OSError:           # the terminal's other end is closed
                more = b""
            if not more:
                break
            raw += more
        self.screen += raw.decode("utf-8", "replace").replace("\r\n", "\n")
        return self.screen[begin:], raw.endswith(b"\n> ")

    def type(self, line):
        os.write(self.fd, line.encode("utf-8") + b"\n")

    def end(self):
        """Types the end of the input."""
        os.write(self.fd, b"\x04")

    def status(self):
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def main():
    lines = sys.stdin.read().splitlines()
    terminal = Terminal(sys.argv[1:], os.environ.get("FROM", "/dev/null"), os.environ.get("TO"))
    while terminal.read()[1]:
        if lines:
            terminal.type(lines.pop(0))
        else:
            terminal.end()
    print(terminal.screen, end="")
    sys.exit(terminal.status())


if __name__ == "__main__":
    main()
