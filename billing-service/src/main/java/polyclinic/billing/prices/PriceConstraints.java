package polyclinic.billing.prices;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

/** Translates violated database constraints into problems. */
@ApplicationScoped
class PriceConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of("price_once_a_day", PriceOverlap::new, "price_applies_once_a_day", PriceOverlap::new);
    }
}
