#!/usr/bin/env python3
"""Sets articles of input/ with Offprint, pdfLaTeX and Typst, and joins their pages into images.

    python3 docs/comparison/compare.py --offprint target/release/offprint --typst typst [NAME...]

Takes the articles as `offprint --dump article` prints them, so that all three programs set the same text.
Writes `docs/comparison/NAME.png`, one row of pages for each program, and with `--keep FOLDER` the generated
sources. README.md has the remarks on the results.

Needs pdflatex (microtype, TeX Gyre, booktabs, enumitem), pdftoppm and Pillow.
"""

import argparse
import io
import pathlib
import re
import subprocess
import tempfile

from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The articles, and which pages of each are shown.
ARTICLES = {
    "in-a-world-in-turmoil.txt": (1,),
    "apple-cake.txt": (1,),
    "jabberwocky.txt": (1,),
    "letter-to-mrs-bixby.txt": (1,),
    "self-reliance.txt": (1,),
    "tide-tables.md": (1, 2),
}
DPI = 64
SHADES = 12

TEX_HEAD = r"""\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}\usepackage{tgpagella}\usepackage[british]{babel}
\usepackage{microtype,graphicx,booktabs,tabularx,amssymb,enumitem}
\usepackage[hidelinks]{hyperref}\urlstyle{same}
\setcounter{secnumdepth}{0}\emergencystretch=1em
"""
TYPST_HEAD = """#set page(paper: "a4", numbering: "1")
#set text(lang: "en", size: 11pt)
#set par(justify: true, first-line-indent: 1.2em, spacing: 0.65em)
#show heading: set block(above: 1.4em, below: 0.8em)
#show quote.where(block: true): set block(above: 1.2em, below: 1.2em)
#show raw.where(block: true): set block(above: 1.2em, below: 1.2em)
#show list: set block(above: 1.2em, below: 1.2em)
#show enum: set block(above: 1.2em, below: 1.2em)
#show terms: set block(above: 1.2em, below: 1.2em)
#show figure: set block(above: 1.4em, below: 1.4em)
#show title: set par(justify: false)
"""


class Tex:
    """LaTeX as one would write it by hand."""

    escapes = {c: "\\" + c for c in "#$%&_{}"} | {
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}",
        "\u2003": r"\quad ", "\u00a0": "~", "<": r"\textless{}", ">": r"\textgreater{}",
    }

    def text(self, text): return "".join(self.escapes.get(c, c) for c in text)

    def emphasis(self, inner): return r"\emph{" + inner + "}"
    def struck(self, inner): return inner
    def lower(self, inner): return r"\textsubscript{" + inner + "}"
    def link(self, inner, address): return r"\href{%s}{%s}" % (re.sub(r"([#%&_])", r"\\\1", address), inner)
    def call(self, note): return r"\footnote{" + note + "}"
    def head(self, level, inner): return r"\%ssection{%s}" % ("sub" * (level - 2), inner)
    def verse(self, stanzas):
        return r"\begin{verse}" + "\n\n".join("\\\\\n".join(lines) for lines in stanzas) + r"\end{verse}"
    def quote(self, blocks): return r"\begin{quotation}\noindent " + "\n\n".join(blocks) + r"\end{quotation}"
    def items(self, ordered, items, tight):
        name = "enumerate" if ordered else "itemize"
        options = "[nosep]" if tight else ""
        marks = {"x": r"\item[$\boxtimes$] ", " ": r"\item[$\square$] ", None: r"\item "}
        return "\n".join([rf"\begin{{{name}}}{options}", *(marks[m] + text for m, text in items), rf"\end{{{name}}}"])
    def definitions(self, pairs):
        return r"\begin{description}" + "\n".join(rf"\item[{term}] {text}" for term, text in pairs) + r"\end{description}"
    def code(self, text): return "\\begin{verbatim}\n" + text + "\n\\end{verbatim}"
    def table(self, columns, rows):
        wide = max(len(cell) for row in rows for cell in row) > 40
        columns = columns[:-1] + "X" if wide else columns
        first = r"\begin{tabularx}{\linewidth}" if wide else r"\begin{tabular}"
        last = r"\end{tabularx}" if wide else r"\end{tabular}"
        lines = [" & ".join(row) + r" \\" for row in rows]
        return "\n".join([r"\begin{center}", first + "{" + columns + "}", r"\toprule", lines[0], r"\midrule",
                          *lines[1:], r"\bottomrule", last, r"\end{center}"])
    def picture(self, name, caption):
        return (r"\begin{figure}[ht]\centering\includegraphics[width=.85\linewidth]{%s}\caption{%s}\end{figure}"
                % (pathlib.Path(name).with_suffix(".pdf"), caption))
    def whole(self, title, subtitle, meta, blocks):
        head = TEX_HEAD
        if title:
            under = r"\\[4pt]\large " + subtitle if subtitle else ""
            head += r"\title{%s%s}\author{%s}\date{%s}" % (title, under, meta.get("Byline", ""), meta.get("Date", ""))
        start = "\\begin{document}\n" + (r"\maketitle" if title else "")
        return "\n\n".join([head + start, *blocks, r"\end{document}"])


class Typst:
    """Typst as one would write it by hand."""

    def text(self, text):
        return re.sub(r"([\\#*_$@<>~`\[\]])", r"\\\1", text).replace("\u2003", "#h(1em)")

    def emphasis(self, inner): return "#emph[" + inner + "]"
    def struck(self, inner): return "#strike[" + inner + "]"
    def lower(self, inner): return "#sub[" + inner + "]"
    def link(self, inner, address): return f'#link("{address}")[{inner}]'
    def call(self, note): return "#footnote[" + note + "]"
    def head(self, level, inner): return "=" * (level - 1) + " " + inner
    def verse(self, stanzas):
        return "#block(above: 1.2em, below: 1.2em, inset: (left: 2em))[\n#set par(first-line-indent: 0pt, spacing: 1.3em, justify: false)\n" + "\n\n".join(
            " \\\n".join(lines) for lines in stanzas) + "\n]"
    def quote(self, blocks): return "#quote(block: true)[" + "\n\n".join(blocks) + "]"
    def items(self, ordered, items, tight):
        marks = {"x": "\u2611 ", " ": "\u2610 ", None: ""}
        mark = "+ " if ordered else "- "
        text = ("\n" if tight else "\n\n").join(mark + marks[m] + text for m, text in items)
        return f"#[#set list(marker: none)\n{text}\n]" if any(m for m, _ in items) else text
    def definitions(self, pairs): return "\n".join(f"/ {term}: {text}" for term, text in pairs)
    def code(self, text): return "```\n" + text + "\n```"
    def table(self, columns, rows):
        align = ", ".join({"l": "left", "r": "right", "c": "center"}[c] for c in columns)
        wide = max(len(cell) for row in rows for cell in row) > 40
        widths = ", ".join(["auto"] * (len(columns) - 1) + ["1fr" if wide else "auto"])
        cells = ",\n".join(", ".join(f"[{cell}]" for cell in row) for row in rows)
        return (f"#block(width: 100%, above: 1.2em, below: 1.2em, align(center, table(columns: ({widths}), align: ({align}), stroke: none, table.hline(),\n"
                + cells.replace("\n", "\ntable.hline(stroke: 0.5pt),\n", 1) + ",\ntable.hline())))")
    def picture(self, name, caption): return f'#figure(image("{name}", width: 85%), caption: [{caption}])'
    def whole(self, title, subtitle, meta, blocks):
        head = TYPST_HEAD
        if title:
            under = [f"#text(size: 13pt)[{subtitle}]"] if subtitle else []
            under += [meta[key] for key in ("Byline", "Date") if meta.get(key)]
            under = "\n\n".join(under)
            head += f"#set document(title: [{title}])\n#align(center)[#title()\n{under}]\n#v(1em)"
        return "\n\n".join([head, *blocks])


def spans(text, to, notes):
    """Inline Markdown of the dump."""
    out, at = [], 0
    pattern = re.compile(
        r"\[\^(?P<note>[^\]]+)\]|\[(?P<words>[^\]]*)\]\((?P<address>[^)]*)\)|<(?P<url>https?:[^>]*)>"
        r"|\*(?P<em>[^*]+)\*|~~(?P<struck>[^~]+)~~|<sub>(?P<sub>[^<]*)</sub>|&emsp;|\\(?P<plain>[^\w\s])")
    for found in pattern.finditer(text):
        out.append(to.text(text[at:found.start()]))
        at = found.end()
        g = found.groupdict()
        if g["note"]: out.append(to.call(spans(notes.get(g["note"], ""), to, {})))
        elif g["address"] is not None: out.append(to.link(spans(g["words"], to, notes), g["address"]))
        elif g["url"]: out.append(to.link(to.text(g["url"]), g["url"]))
        elif g["em"]: out.append(to.emphasis(spans(g["em"], to, notes)))
        elif g["struck"]: out.append(to.struck(spans(g["struck"], to, notes)))
        elif g["sub"]: out.append(to.lower(g["sub"]))
        elif g["plain"]: out.append(to.text(g["plain"]))
        else: out.append(to.text("\u2003"))
    out.append(to.text(text[at:]))
    return "".join(out)


ITEM = re.compile(r"(?:([-*])|(\d+)\.) (?:\[([ x])\] )?(.*)")


def convert(dump, to):
    """The dump of an article as a source for one of the others."""
    notes = dict(re.findall(r"^\[\^([^\]]+)\]: (.*)$", dump, re.M))
    dump = re.sub(r"^\[\^[^\]]+\]: .*$\n?", "", dump, flags=re.M)
    code = []
    def keep(found):
        code.append(found.group(1))
        return f"CODE{len(code) - 1}"
    dump = re.sub(r"```\w*\n(.*?)\n```", keep, dump, flags=re.S)
    title = subtitle = None
    meta, out = {}, []
    chunks = [chunk for chunk in dump.strip().split("\n\n") if chunk.strip()]
    def inline(text):
        # What Typst does by itself; LaTeX has marks for it.
        text = re.sub(r'(^|[\s(\u2014])"', "\\1\u201c", text).replace('"', "\u201d")
        return spans(text, to, notes)
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        at += 1
        lines = chunk.split("\n")
        if chunk.startswith("# ") and not out and title is None:
            title = inline(chunk[2:])
            following = chunks[at] if at < len(chunks) else ""
            if re.fullmatch(r"\*[^*\n]+\*", following):
                subtitle, at = to.emphasis(inline(following[1:-1])), at + 1
        elif not meta and not out and re.match(r"(Byline|Date|Source|Language): ", chunk):
            meta = {key: inline(value.rstrip("\\")) for key, value in (line.split(": ", 1) for line in lines)}
        elif found := re.match(r"(#+) (.*)", chunk):
            out.append(to.head(len(found[1]), inline(found[2])))
        elif found := re.fullmatch(r"CODE(\d+)", chunk):
            out.append(to.code(code[int(found[1])]))
        elif found := re.match(r'!\[.*\]\(<([^>]*)>(?: "(.*)")?\)', chunk):
            out.append(to.picture(found[1], inline(found[2] or "")))
        elif chunk.startswith("|"):
            rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
            columns = "".join("r" if cell.endswith(":") else "l" for cell in rows[1])
            out.append(to.table(columns, [[inline(cell) for cell in row] for row in [rows[0], *rows[2:]]]))
        elif chunk.startswith(">"):
            out.append(to.quote([inline(line[2:]) for line in lines if line != ">"]))
        elif at < len(chunks) and chunks[at].startswith(": "):
            pairs = [(inline(chunk), inline(chunks[at][2:]))]
            at += 1
            while at + 1 < len(chunks) and chunks[at + 1].startswith(": "):
                pairs.append((inline(chunks[at]), inline(chunks[at + 1][2:])))
                at += 2
            out.append(to.definitions(pairs))
        elif ITEM.match(chunk):
            ordered, tight, items = chunk[0].isdigit(), len(lines) > 1, []
            at -= 1
            while at < len(chunks) and (m := ITEM.match(chunks[at])) and bool(m[2]) == ordered:
                items += [ITEM.match(line).group(3, 4) for line in chunks[at].split("\n")]
                at += 1
            out.append(to.items(ordered, [(mark, inline(text)) for mark, text in items], tight))
        elif chunk.split("\n")[0].endswith("\\"):
            stanzas = [[inline(line.rstrip("\\")) for line in lines]]
            while at < len(chunks) and chunks[at].split("\n")[0].endswith("\\"):
                stanzas.append([inline(line.rstrip("\\")) for line in chunks[at].split("\n")])
                at += 1
            out.append(to.verse(stanzas))
        else:
            out.append(inline(chunk))
    return to.whole(title, subtitle, meta, out)


def run(*command, **options):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, **options).stdout


def pages(pdf, numbers):
    """The pages of a PDF as pictures; those it does not have are left out."""
    out = []
    for number in numbers:
        data = run("pdftoppm", "-r", DPI, "-gray", "-png", "-f", number, "-l", number, pdf)
        if data:
            out.append(Image.open(io.BytesIO(data)).convert("L"))
    return out


def join(rows, path):
    """Three columns of pages, parted by grey."""
    width, height = rows[0][0].size
    gap, deep = 6, max(len(column) for column in rows)
    whole = Image.new("L", (len(rows) * (width + gap) - gap, deep * (height + gap) - gap), 190)
    for x, column in enumerate(rows):
        for y, page in enumerate(column):
            whole.paste(page, (x * (width + gap), y * (height + gap)))
    whole.quantize(SHADES).save(path, optimize=True)


def compare(name, numbers, tools, work):
    article = ROOT / "input" / name
    stem = article.stem
    dump = run(tools.offprint, article, "--dump", "article", "--quiet").decode()
    run(tools.offprint, article, "-o", work / f"{stem}.pdf", "--quiet", "--force")
    tex, typ = work / f"{stem}.tex", work / f"{stem}.typ"
    tex.write_text(convert(dump, Tex()), encoding="utf-8")
    typ.write_text(convert(dump, Typst()), encoding="utf-8")
    for picture in re.findall(r"\(<([^>]*\.svg)>", dump):
        # pdfLaTeX reads no SVG.
        (work / picture).write_bytes((ROOT / "input" / picture).read_bytes())
        sheet = work / "picture.typ"
        sheet.write_text(f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{picture}")')
        run(tools.typst, "compile", sheet, work / pathlib.Path(picture).with_suffix(".pdf"))
    run("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-jobname", f"{stem}-tex", tex.name, cwd=work)
    run(tools.typst, "compile", typ, work / f"{stem}-typst.pdf")
    made = [work / f"{stem}.pdf", work / f"{stem}-tex.pdf", work / f"{stem}-typst.pdf"]
    join([pages(pdf, numbers) for pdf in made], ROOT / "docs" / "comparison" / f"{stem}.png")


def main():
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--offprint", default=ROOT / "target/release/offprint", type=pathlib.Path)
    words.add_argument("--typst", default="typst")
    words.add_argument("--keep", type=pathlib.Path)
    words.add_argument("names", nargs="*")
    tools = words.parse_args()
    tools.offprint = tools.offprint.resolve()
    with tempfile.TemporaryDirectory() as folder:
        work = tools.keep or pathlib.Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        for name, numbers in ARTICLES.items():
            if not tools.names or pathlib.Path(name).stem in tools.names:
                compare(name, numbers, tools, work)


if __name__ == "__main__":
    main()
