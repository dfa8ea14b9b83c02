package polyclinic.prescription.laboratory.limits;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.prescription.laboratory.values.ResultValue;

/** The table of critical limits. Needs an open session. */
@ApplicationScoped
public class CriticalLimits {
    private static final String COLUMNS = "select code, unit, low, high from lab_critical_limit where ";

    private static final String SET = """
            insert into lab_critical_limit (code, unit, low, high, set_by, updated_at)
            values (:code, :unit, :low, :high, :by, :now)
            on conflict (code, unit) do update
               set low = excluded.low, high = excluded.high, set_by = excluded.set_by, updated_at = excluded.updated_at""";

    /** Those of some tests, ready to be asked. */
    public record Known(List<CriticalLimit> limits) {
        /** {@code LL} or {@code HH} where the value certainly lies beyond a limit of the test in this unit, else null. */
        public @Nullable String beyond(String code, ResultValue value, @Nullable String unit) {
            return limits.stream()
                    .filter(limit -> limit.code().equals(code))
                    .map(limit -> limit.beyond(value, unit))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        /**
         * Fails with 422 when the test has limits and none of them can measure this value, because it is no number or in another
         * unit: nobody would be told of it, whatever it is.
         *
         * @param field the path of the entry in the request, for the violation
         */
        public void requireMeasurable(String field, String code, ResultValue value, @Nullable String unit) {
            List<CriticalLimit> ofTest =
                    limits.stream().filter(limit -> limit.code().equals(code)).toList();
            if (ofTest.isEmpty()) return;
            if (value.number() == null)
                throw Problem.invalid(
                        field + ".value",
                        "must be a decimal number, as the test has a critical limit, or have an interpretation");
            if (ofTest.stream().noneMatch(limit -> Objects.equals(limit.unit(), unit)))
                throw Problem.invalid(
                        field + ".unit",
                        "must be one that the test has a critical limit in, or there an interpretation");
        }
    }

    /** The limits of these tests. */
    public Uni<Known> of(Collection<String> codes) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(COLUMNS + "code in (:codes)", Object[].class)
                        .setParameter("codes", codes)
                        .getResultList())
                .map(rows -> new Known(rows.stream().map(CriticalLimits::limit).toList()));
    }

    /** By code and unit, one more than the limit when there are more. @param after code and unit of the last one before, or null */
    Uni<List<CriticalLimit>> list(@Nullable List<String> after, int limit) {
        String code = after == null ? "" : after.get(0);
        String unit = after == null ? "" : after.get(1);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                COLUMNS + "(code, unit) > (:code, :unit) order by code, unit", Object[].class)
                        .setParameter("code", code)
                        .setParameter("unit", unit)
                        .setMaxResults(limit + 1)
                        .getResultList())
                .map(rows -> rows.stream().map(CriticalLimits::limit).toList());
    }

    /** Sets the limit of a test in a unit, or removes it when neither bound is given. */
    Uni<Void> set(CriticalLimit limit, String by, Instant now) {
        return Panache.getSession()
                .chain(session -> limit.isEmpty()
                        ? of(session, "delete from lab_critical_limit where code = :code and unit = :unit", limit)
                                .executeUpdate()
                        : of(session, SET, limit)
                                .setParameter("low", limit.low())
                                .setParameter("high", limit.high())
                                .setParameter("by", by)
                                .setParameter("now", now)
                                .executeUpdate())
                .replaceWithVoid();
    }

    private static Mutiny.MutationQuery of(Mutiny.Session session, String statement, CriticalLimit limit) {
        return session.createNativeQuery(statement)
                .setParameter("code", limit.code())
                .setParameter("unit", Objects.requireNonNullElse(limit.unit(), ""));
    }

    private static CriticalLimit limit(Object[] row) {
        String unit = (String) row[1];
        return new CriticalLimit((String) row[0], unit.isEmpty() ? null : unit, (String) row[2], (String) row[3]);
    }
}
