# answers - what a stream of answers says, from show --json: tasks, how many are solved, median and longest time in milliseconds
# SPDX-License-Identifier: MIT
"""--each: name, milliseconds and status of each task, in place of that."""
import json
import statistics
import sys

answers = [(task.get("name", ""), task["answer"]) for task in map(json.loads, sys.stdin)]
if "--each" in sys.argv:
    for name, answer in answers:
        print(f"{name}\t{1000 * answer['seconds']:.3g}\t{'solved' if answer['solved'] else answer['why']}")
else:
    times = [1000 * answer["seconds"] for _, answer in answers]
    print(len(answers), sum(answer["solved"] for _, answer in answers), f"{statistics.median(times):.3g} {max(times):.3g}")
