"""A second checker: it reads certificates and proves them again, with nothing of the first.

It shares no code with the kernel, uses no SymPy, and runs in its own process.  ``terms`` and
``parse`` hold what a line is, ``algebra`` and ``words`` the normal forms, ``differentiate``,
``growth`` and ``limits`` the calculus, ``conditions`` what a line needs in order to be defined,
``steps`` and its neighbours one check for each kind of justification, and ``certificate`` the
chain as a whole.
"""
