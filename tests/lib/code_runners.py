"""code_runners - runs emitted code in the real interpreters
SPDX-License-Identifier: MIT

A runner has there(), is the interpreter here, and run(jobs, folder): for each job, {program, code, lines, columns}, what the code makes of each line, or None."""
import csv
import glob
import html
import json
import os
import re
import shutil
import subprocess
import zipfile


class Script:
    """An interpreter that a small program of its language makes read all jobs, as JSON on lines, and write their outputs so."""

    def __init__(self, command, name, text):
        self.command, self.name, self.text = command, name, text

    def there(self):
        return shutil.which(self.command[0]) is not None

    def run(self, jobs, folder):
        path = os.path.join(folder, self.name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(self.text)
        given = "".join(json.dumps(job, ensure_ascii=True) + "\n" for job in jobs)
        p = subprocess.run(self.command + [path], input=given.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if p.returncode:
            raise SystemExit(p.stderr.decode()[-2000:])
        return [json.loads(line) for line in p.stdout.decode().splitlines()]


class Each:
    """An interpreter that is started for each program: command(job, folder) gives the command line and its standard input, outputs(job, text) what it made."""

    def __init__(self, program, command, outputs):
        self.program, self.command, self.outputs = program, command, outputs

    def there(self):
        return shutil.which(self.program) is not None

    def run(self, jobs, folder):
        made = []
        for job in jobs:
            command, given = self.command(job, folder)
            p = subprocess.run(command, input=given.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ, LC_ALL="C.UTF-8"))
            if p.returncode:
                raise SystemExit(job["program"] + ": " + p.stderr.decode()[-2000:])
            made.append(self.outputs(job, p.stdout.decode()))
        return made


def jq(job, folder):
    given = [line.split("\x1f") if job["columns"] else line for line in job["lines"]]
    return ["jq", "-c", job["code"] + "convert"], "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in given)


class Excel:
    """LibreOffice: a sheet with a row for each line, which it calculates and writes as CSV."""

    def clean(self, line, columns):
        """XML has no control characters; the separator of columns is not in it."""
        return re.sub("[\x00-\x08\x0b-\x1e\x7f]" if columns else "[\x00-\x08\x0b-\x1f\x7f]", " ", line)

    def there(self):
        return shutil.which("soffice") is not None

    def run(self, jobs, folder):
        rows, n = [], 0
        for job in jobs:
            for cells in cells_of(job):
                n += 1
                formula = "".join(part if part[:1] == '"' else re.sub(r"(\$?[A-T])1\b(?!\()", r"\g<1>%d" % n, part)
                                  for part in re.findall(r'"(?:[^"]|"")*"|[^"]+', job["code"].strip()[1:]))
                formula = 'IFERROR("+"&(%s),"-")' % formula.replace("IFS(", "_xlfn.IFS(")
                given = "".join('<c r="%s%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % ("ABCD"[k], n, html.escape(cell.replace("_x", "_x005F_x")))
                                for k, cell in enumerate(cells) if cell is not None)
                rows.append('<row r="%d">%s<c r="V%d"><f>%s</f></c></row>' % (n, given, n, html.escape(formula.replace("_x", "_x005F_x").replace("_x005F_xlfn", "_xlfn"))))
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006"
        with zipfile.ZipFile(folder + "/sheet.xlsx", "w") as z:
            z.writestr("[Content_Types].xml", '<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                       '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                       '<Override PartName="/xl/s.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>' % package)
            z.writestr("_rels/.rels", '<Relationships xmlns="%s/relationships"><Relationship Id="r1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % (package, related))
            z.writestr("xl/workbook.xml", '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>' % (main, related))
            z.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="%s/relationships"><Relationship Id="r1" Type="%s/worksheet" Target="s.xml"/></Relationships>' % (package, related))
            z.writestr("xl/s.xml", '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (main, "".join(rows)))
        subprocess.run(["soffice", "-env:UserInstallation=file://%s/profile" % folder, "--headless", "--convert-to",
                        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false", "--outdir", folder, folder + "/sheet.xlsx"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        with open(folder + "/sheet.csv", encoding="utf-8", newline="") as f:
            values = iter([row[-1] for row in csv.reader(f)])
        return [[(lambda x: x[1:] if x[:1] == "+" else None)(next(values)) for _ in job["lines"]] for job in jobs]


def awk(program):
    def command(job, folder):
        with open(folder + "/convert.awk", "w", encoding="utf-8") as f:
            f.write(job["code"] + '{ made = convert($0); print refused ? "-" : "+" made }')
        return [program, "-f", folder + "/convert.awk"], "".join(line + "\n" for line in job["lines"])
    return command


def sed(job, folder):
    # what can't be handled becomes an empty line, which no output is
    return ["sed", "-E", job["code"]], "".join(line + "\n" for line in job["lines"])


def full_lines(job, text):
    return [line or None for line in text.split("\n")[:-1]]


def marked_lines(job, text):
    return [line[1:] if line[0] == "+" else None for line in text.split("\n")[:-1]]


def json_lines(job, text):
    return [json.loads(line) for line in text.splitlines()]


def cells_of(job):
    """A row of a table for each line: its cells, or the line."""
    rows = [line.split("\x1f") if job["columns"] else [line] for line in job["lines"]]
    return [row + [None] * (4 - len(row)) for row in rows]


class Sqlite:
    def there(self):
        return True

    def run(self, jobs, folder):
        import sqlite3
        made = []
        for job in jobs:
            base = sqlite3.connect(":memory:")
            base.execute("CREATE TABLE t (n, %s)" % ("c1, c2, c3, c4" if job["columns"] else "s, c2, c3, c4"))
            base.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", [[n] + row for n, row in enumerate(cells_of(job))])
            made.append([x for x, in base.execute("SELECT (%s) FROM t ORDER BY n" % job["code"])])
        return made


class Duckdb:
    """The module of Python, which $DUCKDB_PYTHON has."""

    def there(self):
        return subprocess.run([self.python(), "-c", "import duckdb"], stderr=subprocess.DEVNULL).returncode == 0

    def python(self):
        return os.environ.get("DUCKDB_PYTHON", "/usr/bin/python3")

    def run(self, jobs, folder):
        text = """
import duckdb, json, sys
for line in sys.stdin:
    job = json.loads(line)
    base = duckdb.connect()
    base.execute("CREATE TABLE t (n INTEGER, %s TEXT, c2 TEXT, c3 TEXT, c4 TEXT)" % ("c1" if job["columns"] else "s"))
    base.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", [[n] + row for n, row in enumerate(job["cells"])])
    print(json.dumps([x for x, in base.execute("SELECT (%s) FROM t ORDER BY n" % job["code"]).fetchall()]))
"""
        given = "".join(json.dumps(dict(job, cells=cells_of(job))) + "\n" for job in jobs)
        p = subprocess.run([self.python(), "-c", text], input=given.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if p.returncode:
            raise SystemExit(p.stderr.decode()[-2000:])
        return [json.loads(line) for line in p.stdout.decode().splitlines()]


class Postgresql:
    """A server of its own, which lives in the folder, as the user postgres when we are root."""

    def programs(self):
        found = shutil.which("initdb")
        folders = [os.path.dirname(found)] if found else sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        return folders[-1] if folders else None

    def there(self):
        return self.programs() is not None and shutil.which("psql") is not None

    def call(self, command, given=b""):
        user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        p = subprocess.run(user + command, input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if p.returncode:
            raise SystemExit(p.stderr.decode()[-2000:] + p.stdout.decode()[-500:])
        return p.stdout.decode()

    def run(self, jobs, folder):
        os.chmod(folder, 0o777)
        data, log = folder + "/data", folder + "/log"
        self.call([self.programs() + "/initdb", "-D", data, "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-N"])
        control = [self.programs() + "/pg_ctl", "-D", data, "-l", log, "-w"]
        self.call(control + ["-o", "-k %s -c listen_addresses=''" % folder, "start"])
        try:
            quoted = lambda x: "NULL::text" if x is None else "'" + x.replace("'", "''") + "'"
            script = "\\set ON_ERROR_STOP 1\n\\pset format unaligned\n\\pset tuples_only on\n"
            for job in jobs:
                rows = ", ".join("(%d, %s)" % (n, ", ".join(map(quoted, row))) for n, row in enumerate(cells_of(job)))
                script += "SELECT json_agg(made ORDER BY n) FROM (SELECT n, (%s) AS made FROM (VALUES %s) AS t (n, %s, c2, c3, c4)) AS x;\n" % (
                    job["code"], rows, "c1" if job["columns"] else "s")
            out = self.call(["psql", "-X", "-q", "-h", folder, "-d", "postgres"], script.encode())
        finally:
            self.call(control + ["stop", "-m", "immediate"])
        return json.loads("[" + ",".join(json_values(out)) + "]")


def json_values(text):
    """The arrays that stand one behind the other, over several lines."""
    decoder, at = json.JSONDecoder(), 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        _, end = decoder.raw_decode(text, at)
        yield text[at:end]
        at = end


PYTHON = '''
import json, sys
for line in sys.stdin:
    job = json.loads(line)
    space = {}
    exec(compile(job["code"], "code", "exec"), space)
    convert = space["convert"]
    print(json.dumps([convert(*s.split("\\x1f")) if job["columns"] else convert(s) for s in job["lines"]]))
'''

JAVASCRIPT = r'''
const lines = require("fs").readFileSync(0, "utf8").split("\n").filter(x => x);
for (const line of lines) {
  const job = JSON.parse(line);
  const convert = new Function(job.code + "return convert;")();
  console.log(JSON.stringify(job.lines.map(s => job.columns ? convert(...s.split("\x1f")) : convert(s))));
}
'''

PERL = r'''
use strict; use warnings; use JSON::PP; use open qw(:std :utf8);
my $json = JSON::PP->new->ascii(1)->allow_nonref(1);
my $n = 0;
while (my $line = <STDIN>) {
    my $job = JSON::PP->new->decode($line);
    $n++;
    my $code = "package P$n; $job->{code}; \\&convert";
    my $convert = eval $code or die "$job->{program}: $@";
    my @made = map { my $s = $_; $job->{columns} ? $convert->(length $s ? split(/\x1f/, $s, -1) : "") : $convert->($s) } @{ $job->{lines} };
    print $json->encode([map { defined $_ ? "$_" : undef } @made]), "\n";
}
'''

RUNNERS = {"python": Script(["/usr/bin/python3"], "all.py", PYTHON), "javascript": Script(["node"], "all.js", JAVASCRIPT),
           "sqlite": Sqlite(), "postgresql": Postgresql(), "duckdb": Duckdb(), "excel": Excel(), "awk": Each("awk", awk("awk"), marked_lines),
           "awk:gawk": Each("gawk", awk("gawk"), marked_lines), "sed": Each("sed", sed, full_lines), "jq": Each("jq", jq, json_lines), "perl": Script(["perl"], "all.pl", PERL)}
