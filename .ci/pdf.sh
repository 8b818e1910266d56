#!/bin/sh
# Build output/latex/derivations.tex into output/pdf/.  ENGINE=... chooses
# between pdflatex and lualatex; otherwise it is the first that is found.
set -eu

unset CDPATH
cd "$(dirname "$0")/.."

fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

[ -f output/latex/derivations.tex ] ||
    fail "there is no output/latex/derivations.tex; 'make derivation' writes it"
for engine in ${ENGINE:-pdflatex lualatex} none; do
    command -v "$engine" >/dev/null && break
done
command -v bibtex >/dev/null ||
    fail "bibtex not found; on Debian: sudo apt-get install texlive-binaries"
[ "$engine" != none ] ||
    fail "${ENGINE:-pdflatex or lualatex} not found; on Debian: sudo apt-get install texlive-latex-base lmodern"

# The paranoid settings: read and write only here and in TeX's own trees.
# Log lines are not to be broken, for what follows searches them.
export openin_any=p openout_any=p max_print_line=1000

log=../pdf/derivations.log
rm -rf output/pdf
mkdir output/pdf
cd output/latex
run=1
while
    printf 'pdf: %s, run %d\n' "$engine" "$run"
    "$engine" -no-shell-escape -interaction=nonstopmode -halt-on-error \
        -output-directory=../pdf derivations.tex </dev/null >../pdf/terminal.txt 2>&1 || {
        grep -A 5 '^!' "$log" >&2 || tail -n 20 ../pdf/terminal.txt >&2
        fail "$engine could not build output/latex/derivations.tex; see output/pdf/derivations.log"
    }
    # The first run says what is cited.  BibTeX reads and writes where it runs, and nowhere else.
    if [ "$run" = 1 ]; then
        cp references.bib ../pdf/
        (cd ../pdf && bibtex -terse derivations >bibtex.txt 2>&1) || {
            cat ../pdf/bibtex.txt >&2
            fail "bibtex could not make the references of output/latex/derivations.tex"
        }
    fi
    run=$((run + 1))
    # References take a second run and the literature a third, and now and then one or two more.
    [ "$run" -le 3 ] || { [ "$run" -le 5 ] && grep -q 'Rerun to get' "$log"; }
do :; done

if grep 'Overfull' "$log" >&2; then
    fail "these boxes run over the margin; their lines are in output/latex/derivations.tex"
fi
if grep -i 'undefined references\|\(Reference\|Citation\) .* undefined\|multiply defined' "$log" >&2; then
    fail "output/latex/derivations.tex refers to what is not there"
fi
echo "pdf: output/pdf/derivations.pdf"
