#!/usr/bin/env python3
"""Fit the weights of the model that labels the blocks of web pages.

usage: fit_cleaner.py [--report] [--ablation] [--without GROUPS] BLOCKS TRUTH HELD_OUT WEIGHTS

BLOCKS is a folder with a file ID.blocks for each page, the output of `offprint --dump blocks`.
TRUTH is a JSON file: for each id its `url`, `type` and `text`. HELD_OUT is a file with the ids that
the fit must not see, one a line; if it does not exist, it is written: a third of the pages, drawn
by a hash of their domain. WEIGHTS is written. Needs numpy.

A block is content if over 0.6 of its triples of words stand in the text of the page. The model is a
logistic regression with an L2 penalty; a block weighs as its words, over the root of the number of
blocks of its page. --report measures it by cross-validation over domains, by kinds of pages as the
program finds them: the word F1 of the blocks that the rules and the model keep, and of what is used
(LEAD). --ablation does so without each group of features in turn. --without leaves out groups of
features, by the beginnings of their names with a comma between them."""

import argparse
import collections
import hashlib
import json
import pathlib
import re
from urllib.parse import urlparse

import numpy

# Letters, in hundredths of those that the rules chose, that the model must add to lead, by the kind
# of page. On other kinds the rules lead.
LEAD = {"plain": 70, "product": 0, "thread": 50}
# Blocks that the model must add where it leads only if it adds to the choice of the rules.
MANY = 10
# Price of a change between kept and dropped, in log-odds.
PRICE = 0.3
# Added to the log-odds of each block: a block of furniture costs less F1 than a lost one.
LEAN = 0.4
# Units of a weight: log-odds times a thousand for a feature of 100.
UNITS = 1000
# Share of the triples of a block that stand in the text, above which the block is content.
CONTENT = 0.6
# Words of a block that count for its weight, at most.
MOST_WORDS = 100
# Labels of a second level that domains are registered under.
SECOND = {"co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go"}
# Groups of features for the table of ablation, by the beginnings of their names.
GROUPS = {
    "element and those around": ("tag:", "in:", "depth", "heading", "item"),
    "words": ("words", "few", "prose", "signs", "sentence", "colon", "capitals", "figures",
              "titled", "phrase", "price", "pair", "loose", "copy"),
    "links": ("linked", "links"),
    "place": ("place", "passed", "headline", "blocks"),
    "repetition": ("repeated", "alike", "box", "siblings", "path"),
    "running text around": ("around:",),
    "posts": ("post",),
    "choice of the rules": ("choice", "by:", "chosen", "path:choice"),
    "neighbours": ("@",),
}


def domain(url):
    """Returns the registered domain of an address."""
    parts = urlparse(url).netloc.lower().split(":")[0].split(".")
    count = 3 if len(parts) > 2 and parts[-2] in SECOND and len(parts[-1]) == 2 else 2
    return ".".join(parts[-count:])


def drawn(url, parts):
    """Returns the part that the domain of an address falls into."""
    return int(hashlib.sha256(domain(url).encode()).hexdigest(), 16) % parts


def words(text):
    return re.findall(r"\w+", text.lower())


def triples(sequence):
    return list(zip(sequence, sequence[1:], sequence[2:])) or [tuple(sequence)]


class Page:
    """Blocks of a page in numbers, with their labels."""

    def __init__(self, key, truth, path):
        self.key, self.type, self.url = key, truth["type"], truth["url"]
        self.answer = collections.Counter(words(truth["text"] or ""))
        self.names, self.decided, self.asked, rows, texts = [], "", False, [], []
        self.program = []
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("names "):
                self.names = line.split(" ")[1:]
            elif line.startswith("kind "):
                _, self.decided, asked = line.split(" ")
                self.asked = asked == "1"
            elif line:
                values, label, text = line.split("\t", 2)
                rows.append(numpy.array(values.split(" "), dtype=numpy.int16))
                texts.append(text)
                self.program.append(label == "1")
        self.rows = numpy.array(rows, dtype=numpy.float32) / 100 if rows else None
        # Letters and figures, as the program counts them.
        self.letters = numpy.array([sum(c.isalpha() or c.isnumeric() for c in text)
                                    for text in texts])
        texts = [words(text) for text in texts]
        self.words = [collections.Counter(text) for text in texts]
        sequence = words(truth["text"] or "")
        known = set(triples(sequence)) | {tuple(sequence[at:at + size])
                                          for size in (1, 2) for at in range(len(sequence))}
        inside = lambda text: sum(one in known for one in triples(text)) / len(triples(text))
        self.labels = numpy.array([bool(text) and inside(text) > CONTENT for text in texts], bool)
        sizes = numpy.array([min(len(text), MOST_WORDS) for text in texts], numpy.float32)
        self.weights = sizes / max(1.0, len(texts)) ** 0.5

    def score(self, kept):
        """Returns the word F1 of the blocks that `kept` marks."""
        got = collections.Counter()
        for block, keep in zip(self.words, kept):
            if keep:
                got.update(block)
        if not got or not self.answer:
            return float(not got and not self.answer)
        return 2 * sum((got & self.answer).values()) / (got.total() + self.answer.total())

    def used(self, by_rules, by_model):
        """Returns the choice that the program uses: that of the model where it leads."""
        least = LEAD.get(self.decided)
        if least is None or not self.asked or not any(by_model):
            return by_rules
        added = by_model & ~by_rules
        letters = self.letters[added].sum() * 100
        adds = added.sum() >= MANY and letters >= least * self.letters[by_rules].sum()
        return by_model if least == 0 or adds else by_rules



def viterbi(scores, price):
    """Labels a sequence as the kernel of the program does."""
    dropped = kept = 0
    back = []
    for nth, score in enumerate(scores):
        cost = price if nth else 0
        back.append((kept - cost > dropped, kept >= dropped - cost))
        dropped, kept = max(dropped, kept - cost), max(kept, dropped - cost) + score
    now, labels = kept > dropped, []
    for drop_after_keep, keep_after_keep in reversed(back):
        labels.append(now)
        now = keep_after_keep if now else drop_after_keep
    return numpy.array(labels[::-1], bool)


def logistic(rows, targets, weights, penalty, steps=25):
    """Fits a logistic regression by Newton's method; the last coefficient is the bias."""
    rows = numpy.hstack([rows, numpy.ones((len(rows), 1), numpy.float32)])
    weights = weights * (len(weights) / weights.sum())
    found = numpy.zeros(rows.shape[1])
    penalties = numpy.full(rows.shape[1], penalty)
    penalties[-1] = 1e-6
    for _ in range(steps):
        chance = 1 / (1 + numpy.exp(-numpy.clip(rows @ found.astype(numpy.float32), -30, 30)))
        gradient = rows.T @ (weights * (chance - targets)).astype(numpy.float32) + penalties * found
        bend = (weights * chance * (1 - chance)).astype(numpy.float32)
        hessian = (rows * bend[:, None]).T @ rows + numpy.diag(penalties)
        step = numpy.linalg.solve(hessian.astype(numpy.float64), gradient)
        found -= step
        if numpy.abs(step).max() < 1e-3:
            break
    return found


def fit(pages, columns, penalty):
    rows = numpy.vstack([page.rows[:, columns] for page in pages])
    targets = numpy.concatenate([page.labels for page in pages])
    return logistic(rows, targets, numpy.concatenate([page.weights for page in pages]), penalty)


def measured(pages, columns, options):
    """Returns for each kind of page the scores of rules, model and what is used."""
    table = collections.defaultdict(list)
    choice = pages[0].names.index("choice")
    for part in range(options.folds):
        seen = [page for page in pages if drawn(page.url, 997) % options.folds != part]
        model = fit(seen, columns, options.penalty)
        for page in pages:
            if drawn(page.url, 997) % options.folds != part:
                continue
            by_rules = page.rows[:, choice] > 0
            scores = page.rows[:, columns] @ model[:-1].astype(numpy.float32) + model[-1] + LEAN
            by_model = viterbi(scores, PRICE)
            used = page.used(by_rules, by_model)
            entry = [page.score(kept) for kept in (by_rules, by_model, used)]
            for name in (page.decided, "all"):
                table[name].append(entry)
    return {name: (len(entries), *numpy.mean(entries, axis=0))
            for name, entries in sorted(table.items())}


def without(names, beginnings):
    """Returns the columns but those whose names begin so; `@` leaves out those of neighbours."""
    lent = "@" in beginnings
    begins = tuple(one for one in beginnings if one != "@")
    return [at for at, name in enumerate(names)
            if not (begins and name.startswith(begins)) and not (lent and "@" in name)]


def write(path, names, columns, model):
    lines = ["# Weights of the model that labels the blocks of web pages. tools/fit_cleaner.py writes",
             "# this file. Parts: `lead`, the letters in hundredths of the rules' choice that the model",
             "# must add to lead, by the kind of page; `model`, what each block scores and the price of",
             "# a change; `block`, the weights of the features. Unit: log-odds times a thousand, for a",
             "# feature of 100; above 0 speaks for content."]
    lines += [f"lead {kind} {least}" for kind, least in LEAD.items()]
    lines += [f"model bias {round((model[-1] + LEAN) * UNITS)}", f"model price {round(PRICE * UNITS)}"]
    for at, weight in zip(columns, model):
        if round(weight * UNITS):
            lines.append(f"block {names[at]} {round(weight * UNITS)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__,
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("blocks", "truth", "held_out", "weights"):
        arguments.add_argument(name, type=pathlib.Path)
    arguments.add_argument("--report", action="store_true")
    arguments.add_argument("--ablation", action="store_true")
    arguments.add_argument("--without", default="")
    arguments.add_argument("--penalty", type=float, default=30.0)
    arguments.add_argument("--folds", type=int, default=5)
    options = arguments.parse_args()
    truth = json.loads(options.truth.read_text(encoding="utf-8"))
    if not options.held_out.exists():
        held = sorted(key for key, page in truth.items() if drawn(page["url"], 3) == 0)
        options.held_out.write_text("".join(f"{key}\n" for key in held), encoding="utf-8")
    held = set(options.held_out.read_text(encoding="utf-8").split())
    pages = [Page(key, page, options.blocks / f"{key}.blocks")
             for key, page in sorted(truth.items()) if key not in held]
    pages = [page for page in pages if page.rows is not None]
    names = pages[0].names
    columns = without(names, tuple(name for name in options.without.split(",") if name))
    if options.report or options.ablation:
        print(f"{'kind':<28}{'pages':>6}{'rules':>7}{'model':>7}{'used':>7}")
        for name, (count, *means) in measured(pages, columns, options).items():
            print(f"{name:<28}{count:>6}" + "".join(f"{mean:>7.3f}" for mean in means))
        for group, beginnings in GROUPS.items() if options.ablation else ():
            count, *means = measured(pages, without(names, beginnings), options)["all"]
            print(f"- {group:<26}{count:>6}" + "".join(f"{mean:>7.4f}" for mean in means),
                  flush=True)
        return
    write(options.weights, names, columns, fit(pages, columns, options.penalty))


if __name__ == "__main__":
    main()
