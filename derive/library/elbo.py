"""The evidence lower bound, and what it leaves out; then with a Gaussian encoder put in.

The observation x is fixed: ℓ(z) = p(x|z) is its likelihood, p(z) the prior, q(z) = q(z|x) the
encoder's density, and the evidence is p(x) = ∫ ℓ(z) p(z) dz.
"""

from derive.derivation import Derivation, Relation, Step
from derive.library.gibbs_inequality import density_of_p, density_of_q, x
from derive.notation import (
    KL,
    AlmostEverywhere,
    Applied,
    AtMost,
    Equal,
    Expectation,
    Identity,
    Iff,
    Integrable,
    Integral,
    Lambda,
    MultivariateNormal,
    Var,
    WithDensity,
    Zero,
    det,
    dimension,
    half,
    log,
    positive_definite,
    positive_function,
    trace,
    vector,
)
from derive.rules import (
    abbreviation,
    assumption,
    definition_of_the_divergence,
    definition_of_the_expectation,
    density_by_its_formula,
    field_arithmetic,
    linearity_in_space,
    logarithm_of_a_product,
    logarithm_of_a_quotient,
    multiplying_both_sides,
    theorem,
)

k = dimension("k")
z, mu = vector("z mu", k)
likelihood = positive_function("ell", k)
Sigma = positive_definite("Sigma", k)
evidence = Var("Z", "positive")
source = "Muñoz and Ramele (2026), the objective of the variational autoencoder"

q, p = WithDensity(density_of_q), WithDensity(density_of_p)
ell = Applied(likelihood, z)
joint = ell * p(z)
posterior = WithDensity(Lambda(joint / evidence, z))
reconstruction = Expectation(log(ell), z, q)

of_functions = {
    "density_q": density_of_q,
    "density_p": density_of_p,
    "likelihood": likelihood,
}
the_evidence = {evidence: Integral(joint, z)}
q_is_a_density = Equal(Integral(q(z), z), 1)
evidence_is_finite = Integrable(joint, z)
reconstruction_exists = Integrable(q(z) * log(ell), z)
divergence_is_finite = Integrable(q(z) * log(q(z) / p(z)), z)
hypotheses = (q_is_a_density, evidence_is_finite, reconstruction_exists, divergence_is_finite)

POSTERIOR = Derivation(
    name="posterior_normalisation",
    title="The posterior density integrates to one",
    claim=Equal(Integral(posterior(z), z), 1),
    start=Integral(posterior(z), z),
    arguments={"density_p": density_of_p, "likelihood": likelihood},
    where=the_evidence,
    densities={"p": p, "p_post": posterior},
    assumptions=(evidence_is_finite,),
    steps=(
        Step(
            "posterior-density",
            Integral(joint / evidence, z),
            by=density_by_its_formula(),
            reason="Bayes: likelihood times prior over evidence.",
        ),
        Step(
            "evidence-outside",
            Integral(joint, z) / evidence,
            by=linearity_in_space(),
            reason="The evidence does not depend on $\\mathbf{z}$.",
        ),
        Step(
            "evidence",
            evidence / evidence,
            by=abbreviation(),
            reason="The integral is the evidence.",
        ),
        Step(
            "cancel",
            1,
            by=field_arithmetic(),
            reason="The evidence is positive.",
        ),
    ),
    summary="The evidence is what makes likelihood times prior a density.",
    source="standard (Bayes)",
)

IDENTITY = Derivation(
    name="elbo",
    title="The log-evidence is the lower bound and a divergence",
    claim=Equal(log(evidence), reconstruction - KL(q, p) + KL(q, posterior)),
    start=log(evidence),
    arguments=of_functions,
    where=the_evidence,
    densities={"q": q, "p": p, "p_post": posterior},
    assumptions=hypotheses,
    steps=(
        Step(
            "times-one",
            log(evidence) * 1,
            by=field_arithmetic(),
            reason="A factor one changes nothing.",
        ),
        Step(
            "density-of-q",
            log(evidence) * Integral(q(z), z),
            by=assumption(),
            reason="The encoder's density integrates to one.",
        ),
        Step(
            "under-the-integral",
            Integral(q(z) * log(evidence), z),
            by=linearity_in_space(),
            reason="The log-evidence does not depend on $\\mathbf{z}$.",
        ),
        Step(
            "bayes",
            Integral(q(z) * log(joint / (joint / evidence)), z),
            by=field_arithmetic(),
            reason="Likelihood times prior over the posterior density is the evidence, for every "
            "$\\mathbf{z}$.",
        ),
        Step(
            "posterior-density",
            Integral(q(z) * log(joint / posterior(z)), z),
            by=density_by_its_formula(),
            reason="The quotient of the joint density and the evidence is the posterior density.",
        ),
        Step(
            "multiply-and-divide",
            Integral(q(z) * log(ell / (q(z) / p(z)) * (q(z) / posterior(z))), z),
            by=field_arithmetic(),
            reason="The density $q(\\mathbf{z})$ is multiplied and divided; it is positive.",
        ),
        Step(
            "logarithm-of-the-product",
            Integral(q(z) * (log(ell / (q(z) / p(z))) + log(q(z) / posterior(z))), z),
            by=logarithm_of_a_product(),
            reason="The logarithm of a product is the sum of the logarithms; likelihood and "
            "densities are positive.",
        ),
        Step(
            "three-logarithms",
            Integral(q(z) * (log(ell) - log(q(z) / p(z)) + log(q(z) / posterior(z))), z),
            by=logarithm_of_a_quotient(),
            at=log(ell / (q(z) / p(z))),
            reason="The logarithm of a quotient is the difference of the logarithms.",
        ),
        Step(
            "linearity",
            Integral(q(z) * log(ell), z)
            - Integral(q(z) * log(q(z) / p(z)), z)
            + Integral(q(z) * log(q(z) / posterior(z)), z),
            by=linearity_in_space(),
            reason="The first two integrals converge by hypothesis, and then so does the third.",
        ),
        Step(
            "reconstruction",
            reconstruction
            - Integral(q(z) * log(q(z) / p(z)), z)
            + Integral(q(z) * log(q(z) / posterior(z)), z),
            by=definition_of_the_expectation(),
            reason="The first is the expected log-likelihood under $q$.",
        ),
        Step(
            "divergences",
            reconstruction - KL(q, p) + KL(q, posterior),
            by=definition_of_the_divergence(),
            reason="The others are the divergences of $q$ from the prior and from the posterior.",
        ),
    ),
    summary="What the bound leaves out is how far the encoder is from the posterior.",
    source=source,
)

BOUND = Derivation(
    name="elbo_bound",
    title="The evidence lower bound",
    claim=AtMost(reconstruction - KL(q, p), log(evidence)),
    start=reconstruction - KL(q, p),
    arguments=of_functions,
    where=the_evidence,
    densities={"q": q, "p": p, "p_post": posterior},
    assumptions=hypotheses,
    conditions=("posterior_normalisation",),
    steps=(
        Step(
            "add-zero",
            reconstruction - KL(q, p) + 0,
            by=field_arithmetic(),
            reason="Adding zero changes nothing.",
        ),
        Step(
            "divergence-from-the-posterior",
            reconstruction - KL(q, p) + KL(q, posterior),
            relation=Relation.AT_MOST,
            by=theorem(name="gibbs_inequality", values={density_of_p: posterior.args[0]}),
            reason="The divergence of $q$ from the posterior is not negative.",
        ),
        Step(
            "log-evidence",
            log(evidence),
            by=theorem(name="elbo"),
            reason="The three terms together are the log-evidence.",
        ),
    ),
    summary="Raising the bound raises the evidence or brings the encoder closer to the posterior.",
    source=source,
)

ATTAINED = Derivation(
    name="elbo_equality",
    title="When the lower bound is attained",
    claim=Iff(
        Equal(reconstruction - KL(q, p), log(evidence)),
        AlmostEverywhere(Equal(posterior(x), q(x)), x),
    ),
    start=Equal(reconstruction - KL(q, p), log(evidence)),
    arguments=of_functions,
    where=the_evidence,
    densities={"q": q, "p": p, "p_post": posterior},
    assumptions=hypotheses,
    conditions=("posterior_normalisation",),
    steps=(
        Step(
            "log-evidence",
            Equal(reconstruction - KL(q, p), reconstruction - KL(q, p) + KL(q, posterior)),
            relation=Relation.EQUIVALENT,
            by=theorem(name="elbo"),
            reason="The log-evidence is the bound and the divergence from the posterior.",
        ),
        Step(
            "only-the-divergence",
            Equal(KL(q, posterior), 0),
            relation=Relation.EQUIVALENT,
            by=multiplying_both_sides(factor=-1),
            reason="What stands on both sides cancels.",
        ),
        Step(
            "equal-densities",
            AlmostEverywhere(Equal(posterior(x), q(x)), x),
            relation=Relation.EQUIVALENT,
            by=theorem(name="gibbs_equality", values={density_of_p: posterior.args[0]}),
            reason="A divergence vanishes only between densities that are equal almost everywhere.",
        ),
    ),
    summary="Only the posterior itself attains the bound; an encoder that cannot express it pays "
    "the difference.",
    source=source,
)

encoder, prior = MultivariateNormal(mu, Sigma), MultivariateNormal(Zero(k, 1), Identity(k))
encoder_density, prior_density = Lambda(encoder(z), z), Lambda(prior(z), z)
closed_form = half * (trace(Sigma) + mu.T @ mu - k - log(det(Sigma)))
gaussian_reconstruction = Expectation(log(ell), z, encoder)

GAUSSIAN = Derivation(
    name="elbo_gaussian",
    title="The objective of the variational autoencoder",
    claim=AtMost(gaussian_reconstruction - closed_form, log(evidence)),
    start=gaussian_reconstruction - closed_form,
    arguments={"mean": mu, "cov": Sigma, "likelihood": likelihood},
    where={evidence: Integral(ell * prior(z), z)},
    densities={"q": encoder, "p": prior},
    assumptions=(
        Integrable(ell * prior(z), z),
        Integrable(encoder(z) * log(ell), z),
    ),
    conditions=(
        "multivariate_gaussian_integrability",
        "multivariate_normalisation",
    ),
    steps=(
        Step(
            "divergence-from-the-prior",
            gaussian_reconstruction - KL(encoder, prior),
            by=theorem(name="kl_standard_normal_cov"),
            reason="The closed form is the divergence of the encoder from the prior.",
        ),
        Step(
            "lower-bound",
            log(Integral(ell * prior(z), z)),
            relation=Relation.AT_MOST,
            by=theorem(
                name="elbo_bound",
                values={density_of_q: encoder_density, density_of_p: prior_density},
            ),
            reason="The evidence lower bound.",
        ),
        Step(
            "evidence",
            log(evidence),
            by=abbreviation(),
            reason="The integral is the evidence.",
        ),
    ),
    summary="What a variational autoencoder maximises for each observation: the encoder puts out "
    "$\\boldsymbol{\\mu}(x)$ and $\\Sigma(x)$.",
    source=source,
)

DERIVATIONS = (POSTERIOR, IDENTITY, BOUND, ATTAINED, GAUSSIAN)
