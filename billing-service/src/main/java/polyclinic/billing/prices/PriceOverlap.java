package polyclinic.billing.prices;

import polyclinic.commons.problem.Problem;

/** 409 {@code price-overlap}: nothing has two prices in one currency on one day; the other one has to end first. */
final class PriceOverlap extends Problem {
    PriceOverlap() {
        super(409, "price-overlap", "There is a price for some of these days; end that one first.");
    }
}
