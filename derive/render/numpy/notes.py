"""NumPy notes: what docstrings say of how a line is computed."""

# What a docstring says of each function of the runtime that its line calls.
NOTES = {
    "over_line": "the trapezoidal rule over centre ± 13 scale (the last two arguments); its error "
    "is below 1e-16 of the integral of the modulus.",
    "expectation": "the trapezoidal rule over mean ± 13 std, on the function times the density; "
    "its error is below 1e-16 of the integral of the modulus.",
    "over_space": "the trapezoidal rule in z, x = centre + L z, over |zᵢ| ≤ 8.5, where L Lᵀ is "
    "the covariance (the last argument); its error is below 1e-12 of the integral of the modulus. "
    "It takes 35ᵏ nodes: k ≤ 4.",
    "multivariate_expectation": "the trapezoidal rule in z, x = mean + L z, over |zᵢ| ≤ 8.5, "
    "where L Lᵀ = cov, on the function times the density; its error is below 1e-12 of the "
    "integral of the modulus. It takes 35ᵏ nodes: k ≤ 4.",
    "over_half_line": "Gauss–Legendre from the lower end (the second argument) over 13 scales (the "
    "third); its error is below 1e-14 of the integral of the modulus.",
    "over_interval": "Gauss–Legendre between the ends (the last two arguments); its error is below "
    "1e-14 of the integral of the modulus.",
    "bracket": "the difference of the values at the ends (the last two arguments).",
    "FAR": "an infinite end is 2**54 scales from the centre, where a Gaussian factor has "
    "underflowed to 0.",
    "toward_infinity": "the values at centre ± s (centre and scale are the last two arguments), "
    "s = scale, 2 scale, …, 2**30 scale, along a last axis; n > 33 overflows there.",
    "toward_infinity_in_space": "the values at centre ± s L (1, …, 1)ᵀ, s = 1, 2, 4, …, 2**30, "
    "along a last axis, where L Lᵀ is the covariance (the last argument).",
    "toward_end": "the values at centre + s (centre and scale are the last two arguments), "
    "s = scale, 2 scale, …, 2**30 scale, along a last axis.",
    "toward_point": "the values at the point ± s (the second argument), s = scale, scale/2, …, "
    "scale/2**30 (scale is the third), along a last axis.",
    "partial_integrals": "Gauss–Legendre on each of the stretches between the distances 0, "
    "scale, 2 scale, …, 2**30 scale from the centre; its error is below 1e-14 of the "
    "integral.",
    "absolute_integral": "the trapezoidal rule in the logarithm of the distance from the centre, "
    "up to e**36 scales; its error is below 1e-14 of the integral; n > 19 overflows there.",
    "partial_integrals_over_space": "Gauss–Legendre on stretches of each entry of z, over the "
    "boxes |zᵢ| ≤ 1, 2, 4, …, 1024, x = centre + L z, where L Lᵀ is the covariance; k ≤ 2.",
    "absolute_integral_over_space": "Gauss–Legendre with other nodes, over |zᵢ| ≤ 8192; k ≤ 2.",
    "normal_log_density": "the logarithm of a density by a formula of its own; log(q(x)/p(x)) is "
    "computed as log q(x) − log p(x), since far from the mean a density is rounded to 0 and its "
    "logarithm is not.",
    "multivariate_normal_log_density": "the logarithm of a density by a formula of its own; "
    "log(q(x)/p(x)) is computed as log q(x) − log p(x), since far from the mean a density is "
    "rounded to 0 and its logarithm is not.",
    "cholesky_log_det": "the logarithm of a determinant, from the diagonal of the Cholesky factor, "
    "since the determinant may be too small or too large for a number.",
    "log_det": "the logarithm of a determinant, from the diagonal of a triangular factor, since "
    "the determinant may be too small or too large for a number.",
    "derivative": "an approximation by central differences, three times extrapolated, with steps "
    "of scale/8 (scale is the last argument) and less; its error is about 1e-11 of the function.",
    "gradient": "an approximation by central differences, three times extrapolated, with steps "
    "of 1/8 and less of the columns of the last argument; its error is about 1e-11 of the "
    "function.",
    "jacobian": "an approximation by central differences, three times extrapolated, with steps "
    "of 1/8 and less of the columns of the last argument; its error is about 1e-11 of the "
    "function.",
    "symmetric_gradient": "an approximation by central differences, three times extrapolated, "
    "with steps L E Lᵀ/8 and less (L is the last argument, E one entry and its mirror image); its "
    "error is about 1e-11 of the function.",
    "derivative_vanishes": "whether the derivative is less than a millionth of what the function "
    "changes by within 1/8 of the scale (the last argument), by the same differences.",
    "gradient_vanishes": "whether the derivatives along the columns of the last argument are less "
    "than a millionth of what the function changes by within 1/8 of them, by differences.",
    "symmetric_gradient_vanishes": "whether the derivatives along L E Lᵀ (L is the last argument, "
    "E one entry and its mirror image) are less than a millionth of what the function changes by "
    "within 1/8 of them, by differences.",
    "is_curved_upwards": "whether the matrix of second derivatives is positive definite at the "
    "arguments, by differences of differences (each variable comes with the scale of its steps).",
    "converges": "the last values must differ from the limit by at most a millionth of the "
    "greatest difference; to an infinite limit they must go in steps that do not shrink.",
    "agree": "equality of the first two, up to a billionth of the largest of all.",
    "agree_as_matrices": "equality of the first two, up to a billionth of the largest entry of "
    "all.",
    "at_most": "≤, up to a billionth of the larger value.",
    "is_positive_definite": "the Cholesky factor exists, and the matrix is symmetric up to 1e-8 "
    "of its largest entry.",
    "attracts": "a test by 400 steps from 0.1 on both sides of the point (the last argument).",
    "for_all": "a test at some values of the variable.",
    "for_all_in_space": "a test at some points centre + L z, where L Lᵀ is the covariance (the "
    "last argument).",
    "hold": "equality and ≤ up to a billionth, convergence up to a millionth: evidence, no proof.",
}

# What a docstring says where the code has the parts of a logarithm of exponentials.
OPENED = (
    "`log(a*exp(u))` is computed as log(a) + u, also in a quotient, a power or a root: exp(u) may "
    "be rounded to 0 or be too large for a number where u is neither."
)
