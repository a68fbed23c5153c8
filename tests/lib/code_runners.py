"""code_runners - runs emitted code in the real interpreters
SPDX-License-Identifier: MIT

A runner has there(), is the interpreter here, and run(jobs, folder): for each job, {program, code, lines, columns}, what the code makes of each line, or None."""
import json
import os
import shutil
import subprocess


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
            p = subprocess.run(command, input=given.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            if p.returncode:
                raise SystemExit(job["program"] + ": " + p.stderr.decode()[-2000:])
            made.append(self.outputs(job, p.stdout.decode()))
        return made


def jq(job, folder):
    given = [line.split("\x1f") if job["columns"] else line for line in job["lines"]]
    return ["jq", "-c", job["code"] + "convert"], "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in given)


def json_lines(job, text):
    return [json.loads(line) for line in text.splitlines()]


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
           "jq": Each("jq", jq, json_lines), "perl": Script(["perl"], "all.pl", PERL)}
