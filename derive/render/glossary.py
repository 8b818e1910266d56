r"""Glossary: what the words mean that a page says of a proof, with formulas between dollars."""

from __future__ import annotations

WORDS = {
    "line": (
        "A derivation is a chain of lines. A step leads from one line to the next by one rule; the "
        "first line and the last make the claim."
    ),
    "kernel": (
        "The part of the program that decides whether a line is proved. What a rule proposes "
        "counts for nothing until the kernel has checked it."
    ),
    "condition": (
        "What must hold so that both lines have a value and the rule may be used: that a "
        "denominator is not zero, say, or that an integral converges. The kernel finds the "
        "conditions by itself and checks each; the grounds on which they hold stand below."
    ),
    "certificate": (
        "A file that holds all lines of a derivation, its rules and its conditions. A second "
        "program, which shares no code with the kernel, reads it and checks it anew. The long "
        "number beside it (its hash) changes with any change of the file; a JSON pointer such as "
        "“/steps/0” is the place of a step in it, counted from 0."
    ),
}
"""The words of every page."""

PROOFS = {
    "definition unfolded": (
        "A name is replaced by what it stands for: an expectation by its integral, a density by "
        "its formula, a letter by its term."
    ),
    "equality by normal form": (
        "Both lines are brought into one standard form, their normal form, by the laws of algebra, "
        "of exponentials and logarithms, or of matrices; the two forms are the same. Lines with "
        "different normal forms may still be equal, but are not shown to be."
    ),
    "linearity": (
        "A sum, or a factor that does not vary, is taken out of an integral or an expectation. "
        "Each of the integrals must converge."
    ),
    "antiderivative with end values": (
        "A function is differentiated, which gives the integrand; the integral is its limit at the "
        "upper end less its limit at the lower end."
    ),
    "derivative": "The derivative is computed by the rules of calculus and compared with the line.",
    "change of variables": (
        "A new variable is put into an integral. That the old one grows with it, the factor that "
        "comes in, and the new ends are checked."
    ),
    "linear change of variables": (
        r"A new vector is put into an integral over $\mathbb{R}^k$ by an invertible linear map; "
        "the modulus of its determinant comes in."
    ),
    "change of variables in the plane": (
        "Polar coordinates are put into an integral over the plane; the factor $r$ comes in."
    ),
    "integral of a derivative": (
        r"The integral over $\mathbb{R}^k$ of the derivative of a polynomial times a Gaussian is "
        "zero."
    ),
    "integral of a product over the coordinates": (
        "The integral of a product with one factor for each coordinate is the product of the "
        "integrals."
    ),
    "marginal of a product density": (
        "Where all other coordinates integrate to one, the integral over all is one over a single "
        "coordinate."
    ),
    "limit": "The limit is found from the limits of the parts, and compared with the line.",
    "monotonicity": (
        "A part is replaced by one that is known to be larger or smaller, where the whole "
        "grows or falls with that part."
    ),
    "both sides multiplied by what is invertible": (
        "Both sides of an equation are multiplied by what is not zero, or by an invertible "
        "matrix; those of an inequality by what is positive."
    ),
    "bound of a modulus": "$|x| < s$ says the same as $-s < x$ and $x < s$.",
    "strictly increasing function on both sides": (
        "A strictly increasing function keeps an equation and its solutions."
    ),
    "second derivatives": (
        "A function is strictly convex, since its matrix of second derivatives is positive "
        "definite."
    ),
    "minimum of a strictly convex function": (
        "Where the derivative vanishes and the second derivative is positive, the value is the "
        "least."
    ),
    "integral of a nonnegative function that vanishes": (
        "If a function that is nowhere negative has the integral zero, it is zero almost "
        "everywhere."
    ),
    "only zero of a strictly increasing function": (
        "A function whose derivative is positive, but for one point at most, has one zero at most."
    ),
    "multiplier of a fixed point": (
        "Whether steps lead to a point is read off the derivative of a step there."
    ),
    "geometric sequence": "$c^n$ tends to zero exactly if $|c| < 1$.",
    "bound by rigorous ball arithmetic": (
        "Both sides are numbers; intervals that certainly hold them are apart."
    ),
    "assumption": "The line is what the claim assumes, or follows by putting that in.",
    "instance of a cited theorem": (
        "The line is what another derivation proves, with terms put for its letters; what that one "
        "assumes is checked for these terms."
    ),
    "comparison": (
        "What the lines before bound in modulus by an integrable function is integrable; what they "
        "bound by something that tends to zero tends to zero."
    ),
    "root of a square": r"$\sqrt{x^2} = x$ where $x$ is not negative.",
}
"""The kinds of proof: what the kernel has done where it proved a line."""

GROUNDS = {
    "declared": "The domain of a symbol states it, as the claim says under “for”.",
    "assumed": "The claim assumes it, as it says under “if”.",
    "by its sign": (
        "It follows from the signs of the parts: a sum of positive terms is positive, and so is an "
        "exponential."
    ),
    "by its form": (
        "It follows from how a matrix is made: a diagonal matrix with a positive diagonal is "
        "positive definite, and what is positive definite has an inverse."
    ),
    "by a theorem, linearly": (
        "What is to be integrable is a sum, with constant factors, of functions that the named "
        "theorem says are integrable."
    ),
    "linear combination of what is assumed": (
        "What is to be integrable is a sum, with constant factors, of functions that the claim "
        "assumes to be integrable."
    ),
    "continuous on a closed interval": "Such a function is integrable over the interval.",
    "constant on a bounded interval": "Such a function is integrable over the interval.",
}
"""The grounds on which a condition holds."""
