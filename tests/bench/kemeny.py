"""Exact Kemeny by integer programming (HiGHS), the peer of Befund's search: kemeny.py FILE.. prints one line of JSON per
file and meaning of unranked items.

The linear ordering problem: one variable per pair, rows only for violated 3-cycles. Linear programs first, with all violated
rows each time; where the last is fractional, the integer program, again until no 3-cycle is left. Seconds are those of
building and solving from the pairwise matrix, the best of several runs; index tables that depend on the number of items
alone are made before. Two settings, the better counts:

plain  HiGHS as it is installed.
tuned  Without the heuristics of the integer program, and with the rows that are tight where two or more variables are
       fractional added before it: a round or two where the plain one takes five. Found by trial on b5 and b6.
"""

import json
import sys
import time

import highspy
import numpy as np

UNRANKED = 10**6
HEURISTICS = ["feasibility_jump", "rens", "rins", "root_reduced_cost", "zi_round", "shifting"]
PLAIN = {"options": {}, "tight": False}
TUNED = {"options": {f"mip_heuristic_run_{name}": False for name in HEURISTICS}, "tight": True}


def pairwise(instance, unranked):
    """Weight of the ballots that rank i before j."""
    items = instance["n"]
    wins = np.zeros((items, items))
    for ballot in instance["ballots"]:
        weight, buckets = (ballot["w"], ballot["r"]) if isinstance(ballot, dict) else (1, ballot)
        places = np.full(items, UNRANKED)
        for place, bucket in enumerate(buckets):
            places[bucket] = place
        before = places[:, None] < places[None, :]
        if unranked == "ignored":
            before &= places[None, :] != UNRANKED
        wins += weight * before
    return wins


class Triples:
    """The variables of every three items i < j < k: 0 <= x_ij + x_jk - x_ik <= 1."""

    def __init__(self, items):
        self.first, self.second = np.triu_indices(items, 1)
        number = np.zeros((items, items), dtype=np.int32)
        number[self.first, self.second] = np.arange(len(self.first))
        i, j, k = np.nonzero(
            (np.arange(items)[:, None, None] < np.arange(items)[None, :, None])
            & (np.arange(items)[None, :, None] < np.arange(items)[None, None, :])
        )
        self.variables = np.stack([number[i, j], number[j, k], number[i, k]])


def solve(wins, triples, setting):
    """The smallest score."""
    first, second = triples.first, triples.second
    variables = len(first)
    cost = wins[second, first] - wins[first, second]
    whole = bool((cost == np.round(cost)).all())
    divisor = np.gcd.reduce(cost.astype(int)) if whole else 0
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.addVars(variables, np.zeros(variables), np.ones(variables))
    every = np.arange(variables, dtype=np.int32)
    highs.changeColsCost(variables, every, cost)
    added = np.zeros(triples.variables.shape[1], dtype=bool)
    integer = False
    while True:
        highs.run()
        x = np.array(highs.getSolution().col_value)
        a, b, c = triples.variables
        sums = x[a] + x[b] - x[c]
        violation = np.maximum(-sums, sums - 1)
        rows = np.flatnonzero((violation > 1e-6) & ~added)
        if len(rows) == 0:
            fractional = np.abs(x - np.round(x)) > 1e-6
            if integer or not fractional.any():
                return highs.getInfo().objective_function_value + wins[first, second].sum()
            integer = True
            for name, value in setting["options"].items():
                highs.setOptionValue(name, value)
            if divisor > 0:
                # scores are whole numbers of this distance
                highs.setOptionValue("mip_abs_gap", 0.99 * divisor)
                highs.setOptionValue("mip_rel_gap", 0.0)
            highs.changeColsIntegrality(variables, every, np.array([highspy.HighsVarType.kInteger] * variables))
            if setting["tight"]:
                affected = fractional[a].astype(int) + fractional[b] + fractional[c] >= 2
                rows = np.flatnonzero((violation > -0.01) & ~added & affected)
        if len(rows) > 0:
            added[rows] = True
            count = len(rows)
            starts = np.arange(0, 3 * count, 3, dtype=np.int32)
            columns = triples.variables[:, rows].T.ravel().astype(np.int32)
            highs.addRows(
                count, np.zeros(count), np.ones(count), 3 * count, starts, columns, np.tile([1.0, 1.0, -1.0], count)
            )


def timed(wins, triples, setting):
    """Score and the best of several runs in seconds."""
    best, begin = np.inf, time.perf_counter()
    for run in range(100):
        start = time.perf_counter()
        score = solve(wins, triples, setting)
        best = min(best, time.perf_counter() - start)
        if run >= 2 and time.perf_counter() - begin > 0.5:
            break
    return score, best


for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as text:
        instance = json.load(text)
    ranked = [ballot["r"] if isinstance(ballot, dict) else ballot for ballot in instance["ballots"]]
    partial = any(sum(len(bucket) for bucket in ballot) < instance["n"] for ballot in ranked)
    for unranked in ["bottom", "ignored"] if partial else ["bottom"]:
        wins, triples = pairwise(instance, unranked), Triples(instance["n"])
        plain, plain_seconds = timed(wins, triples, PLAIN)
        tuned, tuned_seconds = timed(wins, triples, TUNED)
        if abs(plain - tuned) > 1e-6:
            sys.exit(f"{file}: {plain} and {tuned}")
        line = {"name": instance["name"], "unranked": unranked, "score": round(plain, 6)}
        print(json.dumps(line | {"plain": plain_seconds, "tuned": tuned_seconds}), flush=True)
