"""A second checker: it reads certificates and proves them again, with nothing of the first.

It shares no code with the kernel, uses no SymPy, and runs in its own process.  In the order in
which to read it:

- ``terms``, ``domains``, ``parse``: what a line is; ``definitions``: what it abbreviates.
- ``polarity``, ``algebra``, ``functions``, ``words``, ``invariants``, ``binders``,
  ``coordinates``, ``normal``, ``compare``: normal forms of numbers and of matrices of any size.
- ``signs``, ``definite``, ``differentiate``, ``growth``, ``limits``, ``monotone``: what is seen of
  a function.
- ``conditions``, ``discharge``: what a line needs in order to be defined, and its proof.
- ``step``, ``equalities``, ``calculus``, ``space``, ``theorems``, ``order``, ``extrema``,
  ``chains``, ``rules``: one check for each kind of justification.
- ``reading``, ``certificate``, ``library``: the chain as a whole, and what it cites.
"""
