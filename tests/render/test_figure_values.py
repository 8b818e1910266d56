"""What figures show: read back through their axes, and compared with the lines of derivations.

The comparison is never with the function that a figure was drawn from, where another line of a
derivation gives the same value: above all with the integrals that define the divergences.
"""

import math
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from svg_reader import SVG, Panel, named, points, texts, words

from derive.render.figures import flow as figures_flow
from derive.render.figures import surface as figures_surface
from derived.gaussian import (
    kl_multivariate,
    kl_standard_normal,
    kl_standard_normal_grad,
    kl_univariate_standard_normal,
)
from derived.steps import (
    kl_asymmetry,
    kl_univariate,
    quadratic_near_the_optimum,
    term_roles_std,
)
from derived.steps import kl_univariate_standard_normal as from_standard_normal


@pytest.fixture
def root(drawn):
    """The root of the figure of a name."""
    return lambda name: ET.fromstring(drawn[name].svg)


@pytest.fixture
def said(drawn):
    """What the figure of a name says to who does not see it."""
    return lambda name: drawn[name].description


def assert_drawn(curve, values, slack):
    """Check that the points of a curve are at values, up to the rounding of both coordinates."""
    np.testing.assert_allclose(curve[:, 1], values, atol=slack, rtol=0)


class TestTerms:
    def test_the_curves_are_the_divergence_and_its_terms(self, root):
        panel = Panel(root("kl-terms"), "terms")
        total = panel.curve("total")
        # Where the curve is steep, a rounded place across is a larger one upwards.
        total = total[total[:, 0] > 0.15]
        assert len(total) > 100
        assert_drawn(total, from_standard_normal.start(0.0, total[:, 0]), 1e-3)
        spread, barrier = panel.curve("spread"), panel.curve("barrier")
        both = barrier[barrier[:, 0] > 0.15]
        at = np.interp(both[:, 0], spread[:, 0], spread[:, 1])
        whole = from_standard_normal.start(0.0, both[:, 0]) + 0.5
        np.testing.assert_allclose(both[:, 1] + at, whole, atol=2e-3, rtol=0)
        np.testing.assert_allclose(spread[:, 1] * 2, spread[:, 0] ** 2, atol=3e-3, rtol=0)

    def test_the_curves_reach_the_ends_of_their_axes(self, root):
        panel = Panel(root("kl-terms"), "terms")
        for name in ("total", "spread"):
            assert panel.curve(name)[:, 0].max() == pytest.approx(3, abs=0.01)
        for name in ("total", "barrier"):
            assert panel.curve(name)[0, 1] > 4.3

    def test_the_minimum_is_marked_where_the_force_vanishes(self, root):
        (least,) = Panel(root("kl-terms"), "terms").dots("minimum")
        np.testing.assert_allclose(least, (1, 0), atol=5e-4)
        assert term_roles_std.start(0.0, 1.0) == pytest.approx(0, abs=1e-9)

    def test_the_spread_moves_as_is_said(self, root, said):
        assert term_roles_std.start(0.0, 0.5) < 0 < term_roles_std.start(0.0, 2.0)
        at = {words(t): float(t.get("x")) for t in texts(root("kl-terms"))}
        assert at["pushed out →"] < at["← pulled in"]
        assert "from below the spread is pushed out, from above it is pulled in" in said("kl-terms")
        far, near = re.findall(r"to (\d+\.\d) at σ = (\d[.\d]*\d|\d)", said("kl-terms"))
        assert float(far[0]) == pytest.approx(float(far[1]) ** 2 / 2, abs=0.05)
        assert float(near[0]) == pytest.approx(-math.log(float(near[1])), abs=0.05)


class TestQuadratic:
    def test_the_curves_are_those_of_the_proof(self, root):
        drawing = root("kl-quadratic")
        above, below = Panel(drawing, "above"), Panel(drawing, "below")
        exact, quadratic = above.curve("exact"), above.curve("quadratic")
        value = kl_standard_normal(np.zeros((len(exact), 1)), exact[:, :1])
        assert_drawn(exact, value, 1e-3)
        error = quadratic_near_the_optimum.remainder_as_an_integral(0.0, exact[:, 0])
        assert_drawn(np.abs(exact - quadratic), error, 2e-3)
        drawn_error = below.curve("error")
        assert_drawn(drawn_error, error, 1e-3)
        bound = below.curve("bound")
        assert_drawn(bound, quadratic_near_the_optimum.collect(0.0, bound[:, 0]), 2e-3)

    def test_the_regulariser_lies_in_the_band(self, root):
        above = Panel(root("kl-quadratic"), "above")
        exact = above.curve("exact")
        band = above.curve("bound")
        high, low = np.split(band, 2)
        assert (exact[:, 1] <= high[:, 1] + 1e-3).all()
        assert (exact[:, 1] >= low[::-1, 1] - 1e-3).all()

    def test_what_is_said_of_the_error_is_so(self, said):
        error, bound = map(float, re.findall(r"(0\.\d+)", said("kl-quadratic")))
        near = np.linspace(-0.5, 0.5, 201)
        for most, values in (
            (error, quadratic_near_the_optimum.start(0.0, near)),
            (bound, quadratic_near_the_optimum.collect(0.0, near)),
        ):
            assert most - 1e-3 < values.max() <= most


class TestAsymmetry:
    @pytest.mark.parametrize(("name", "offset"), [("together", 0.0), ("apart", 1.5)])
    def test_both_directions_are_the_integrals(self, root, name, offset):
        panel = Panel(root("kl-asymmetry"), "directions", is_logarithmic=True)
        there, back = panel.curve(f"there-{name}"), panel.curve(f"back-{name}")
        value = kl_univariate.start(offset, there[:, 0], 0.0, 1.0)
        assert_drawn(there, value, 4e-3)
        assert_drawn(back, kl_univariate.start(0.0, 1.0, offset, back[:, 0]), 8e-3)

    def test_the_example_is_that_of_the_derivation(self, root, said):
        panel = Panel(root("kl-asymmetry"), "directions", is_logarithmic=True)
        there, back = panel.dots("example-there")[0], panel.dots("example-back")[0]
        difference = kl_asymmetry.collect(0.0, 2.0, 0.0, 1.0)
        assert there[1] - back[1] == pytest.approx(float(difference), abs=1e-3)
        value = kl_univariate.start(0.0, 2.0, 0.0, 1.0)
        assert f"KL(q ‖ p) is {value:.2f}" in said("kl-asymmetry")
        assert f"KL(p ‖ q) is {value - difference:.2f}" in said("kl-asymmetry")

    def test_the_larger_direction_is_the_one_that_is_said(self, said):
        assert "below it KL(p ‖ q) is the larger, above it KL(q ‖ p)" in said("kl-asymmetry")
        std = np.array([0.3, 0.9, 1.1, 3.0])
        for offset in (0.0, 1.5):
            signs = np.sign(kl_asymmetry.start(offset, std, 0.0, 1.0))
            assert signs.tolist() == [-1, -1, 1, 1]


class TestNearest:
    COVARIANCE = ((1.0, 0.9), (0.9, 1.0))

    @pytest.mark.parametrize("place", [0, 1])
    def test_the_round_one_is_nearest(self, root, place):
        panel = Panel(root("kl-asymmetry-in-space"), f"plane-{place}")
        one, two = (np.hypot(*panel.curve(f"q-{n}").T) for n in (1, 2))
        variance = float(np.mean(one**2))
        np.testing.assert_allclose(one, math.sqrt(variance), rtol=0.02)
        np.testing.assert_allclose(two, 2 * math.sqrt(variance), rtol=0.01)
        label = [words(t) for t in texts(root("kl-asymmetry-in-space"))]
        exact = [float(w.removeprefix("variance ")) for w in label if w.startswith("variance")]
        assert variance == pytest.approx(exact[place], abs=0.01)
        around = [self._divergence(place, exact[place] + step) for step in (-0.006, 0, 0.006)]
        assert around[1] < min(around[0], around[2])

    def _divergence(self, place, variance):
        q, p = variance * np.eye(2), np.array(self.COVARIANCE)
        zero = np.zeros(2)
        first, second = (q, p) if place == 0 else (p, q)
        return float(kl_multivariate(zero, first, zero, second))

    def test_the_ellipses_are_levels_of_the_density(self, root):
        panel = Panel(root("kl-asymmetry-in-space"), "plane-0")
        precision = np.linalg.inv(np.array(self.COVARIANCE))
        for distance in (1, 2):
            places = panel.curve(f"p-{distance}")
            square = np.einsum("ni,ij,nj->n", places, precision, places)
            np.testing.assert_allclose(square, distance**2, rtol=0.08)

    def test_what_is_said_of_the_variances_is_so(self, said):
        description = said("kl-asymmetry-in-space")
        one, other = map(float, re.findall(r"v = ([\d.]+)", description))
        covariance = np.array(self.COVARIANCE)
        # "reaches as far as p in each coordinate", and the other one does not reach its ends
        assert other == pytest.approx(covariance[0, 0], abs=0.005)
        assert one < np.linalg.eigvalsh(covariance).max() / 4


class TestFlow:
    @pytest.fixture
    def panel(self, root):
        return Panel(root("gradient-flow"), "plane")

    @pytest.fixture
    def paths(self, panel):
        return [panel.curve(f"path-{n}") for n in range(len(figures_flow.STARTS))]

    def test_the_paths_go_against_the_gradient(self, paths):
        for path in paths:
            steps = np.diff(path, axis=0)
            long = np.hypot(*steps.T) > 0.05
            middle = (path[1:] + path[:-1])[long] / 2
            slopes = kl_standard_normal_grad(middle[:, :1], middle[:, 1:])
            slope = np.concatenate(slopes, axis=1)
            inner = -(slope * steps[long]).sum(axis=1)
            cosine = inner / np.hypot(*slope.T) / np.hypot(*steps[long].T)
            assert cosine.min() > 0.998
            assert len(cosine) >= 5

    def test_the_paths_begin_where_they_should_and_end_at_the_minimum(self, panel, paths):
        (least,) = panel.dots("minimum")
        for path, start in zip(paths, figures_flow.STARTS, strict=True):
            np.testing.assert_allclose(path[0], start, atol=1e-3)
            np.testing.assert_allclose(path[-1], least, atol=0.1)

    def test_the_closed_form_lies_on_the_paths(self, panel, paths):
        dots = panel.dots("closed-form")
        assert len(dots) == len(figures_flow.STARTS) * len(figures_flow.TIMES)
        dense = np.concatenate([self._filled(path) for path in paths])
        for at in dots:
            assert np.hypot(*(dense - at).T).min() < 0.012

    def _filled(self, path):
        share = np.linspace(0, 1, 20)[:, np.newaxis, np.newaxis]
        return (path[:-1] + share * np.diff(path, axis=0)).reshape(-1, 2)

    def test_the_closed_form_is_where_its_derivation_has_it(self, panel):
        dots = panel.dots("closed-form").reshape(len(figures_flow.TIMES), -1, 2)
        for time, places in zip(figures_flow.TIMES, dots, strict=True):
            mean, log_var = figures_flow.STARTS.T
            np.testing.assert_allclose(places[:, 0], mean * np.exp(-time), atol=2e-3)
            # e^{-λ} - 1 halves as e^{-t/2} does: a first integral of the flow.
            remaining = np.expm1(-log_var) * np.exp(-time / 2)
            np.testing.assert_allclose(np.expm1(-places[:, 1]), remaining, rtol=0.01, atol=4e-3)

    def test_what_is_said_of_the_flow_is_so(self, said):
        """The drawn paths do not show how fast they are gone along; the numbers said do."""
        agreed, time, within = (
            re.search(r"agree to (\d) decimal places", said("gradient-flow")),
            *re.findall(r"after time ([\d.]+) each is within ([\d.]+)", said("gradient-flow"))[0],
        )
        assert int(agreed[1]) == 6
        mean, log_var = figures_flow.STARTS.T
        end = -np.log1p(np.expm1(-log_var) * np.exp(-float(time) / 2))
        farthest = np.abs([end, mean * np.exp(-float(time))]).max()
        assert float(within) - 1e-3 < farthest <= float(within)

    def test_contours_are_levels_of_the_divergence(self, panel):
        for level in figures_flow.LEVELS:
            for at in panel.curves(f"contour-{level:g}"):
                value = kl_standard_normal(at[:, :1], at[:, 1:])
                np.testing.assert_allclose(value, level, rtol=0.05)

    def test_the_labels_of_contours_stand_on_them(self, panel):
        labels = [t for t in texts(panel.element) if t.get("class") == "level-of"]
        assert len(labels) >= 4
        for text in labels:
            at = panel.values(np.array([[float(text.get("x")), float(text.get("y")) - 3.5]]))[0]
            assert kl_standard_normal(at[:1], at[1:]) == pytest.approx(float(words(text)), rel=0.02)


class TestSurface:
    VIEW = figures_surface.View((184, 190), 130)

    @pytest.fixture
    def quads(self, root):
        surface = next(g for g in root("kl-surface").iter(f"{SVG}g") if g.get("class") == "surface")
        return [points(path.get("d")) for path in surface]

    def test_the_quads_are_the_divergence_seen_obliquely(self, quads):
        means = np.linspace(-3, 3, 25)
        stds = 0.05 + 2.45 * np.linspace(0, 1, 19) ** 1.5
        heights = from_standard_normal.start(means[:, np.newaxis], stds)
        assert len(quads) == 24 * 18
        for number, quad in enumerate(quads):
            j, i = divmod(number, 24)
            i = 23 - i
            corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
            places = [self.VIEW.at(means[a], stds[b], heights[a, b]) for a, b in corners]
            np.testing.assert_allclose(quad, places, atol=0.051)

    def test_the_ticks_stand_where_the_view_has_their_values(self, root):
        drawing = root("kl-surface")
        elements = list(drawing)
        for number, text in enumerate(elements):
            if "tick" in (text.get("class") or ""):
                value = float(words(text).replace("−", "-"))
                at = points(elements[number - 1].get("d"))[0]
                places = (
                    self.VIEW.at(value, 2.5, 0), self.VIEW.at(-3, value, 0),
                    self.VIEW.at(-3, 0.05, value),
                )  # fmt: skip
                assert min(np.hypot(*(at - p)) for p in places) < 0.01

    def test_no_quad_hides_one_that_is_nearer(self, quads):
        """Later quads lie nearer: their lower edges come further down the page."""
        rows = np.array([quad.mean(axis=0) for quad in quads]).reshape(18, 24, 2)
        floors = [self.VIEW.at(0, std, 0)[1] for std in 0.05 + 2.45 * np.linspace(0, 1, 19) ** 1.5]
        assert floors == sorted(floors)
        assert (np.diff(rows[:, :, 0], axis=1) < 0).all()
        assert figures_surface.TURN > 0

    def test_what_lies_below_the_floor_is_drawn_before_it(self):
        means, stds = np.array([-1.0, 1.0]), np.array([0.5, 1.0, 2.0])
        heights = np.tile([1.0, 0.5, -0.75], (2, 1))
        below, floor, above = figures_surface.surface(self.VIEW, means, stds, heights)
        assert floor.css == "floor"
        assert len(below.marks) == len(above.marks) == 1
        nearest = points(below.marks[0].d)[:, 1].max()
        assert nearest == pytest.approx(self.VIEW.at(-1, 2.0, -0.75)[1], abs=0.051)
        everything_above = figures_surface.surface(self.VIEW, means, stds, np.abs(heights))
        assert [mark.css for mark in everything_above] == ["floor", "surface"]

    def test_the_lowest_point_is_marked(self, root):
        (dot,) = named(root("kl-surface"), "minimum")
        place = self.VIEW.at(0, 1, float(from_standard_normal.start(0.0, 1.0)))
        assert (float(dot.get("cx")), float(dot.get("cy"))) == pytest.approx(place, abs=0.01)

    def test_what_is_said_of_the_surface_is_so(self, said):
        description = said("kl-surface")
        assert "lowest point is 0, at μ = 0 and σ = 1" in description
        assert kl_univariate_standard_normal(0.0, 1.0) == 0
        side, wall = (float(from_standard_normal.start(*at)) for at in ((3.0, 1.0), (0.0, 0.05)))
        assert f"it rises to {side:.1f} at μ = ±3" in description
        assert f"at μ = 0 it rises to {wall:.1f} at σ = 0.05" in description
