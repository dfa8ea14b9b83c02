package polyclinic.commons.postgres;

import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.problem.Problem;

/** A service's named constraints and the problem that a violation of each means. Implement it as a CDI bean. */
public interface ConstraintNames {
    Map<String, Supplier<Problem>> constraints();
}
