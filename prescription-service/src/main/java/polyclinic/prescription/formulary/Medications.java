package polyclinic.prescription.formulary;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.NotFound;

/** The formulary. Medicines are no secret: every role that may ask sees them all. */
@ApplicationScoped
public class Medications implements PanacheRepositoryBase<Medication, UUID> {
    private static final int MAX_WORDS = 8;

    /** Fails with 404 when there is none. */
    public Uni<Medication> require(UUID id) {
        return findById(id).onItem().ifNull().failWith(() -> new NotFound("medication"));
    }

    /** Those of the medicines that exist, by id. */
    public Uni<Map<UUID, Medication>> byId(Collection<UUID> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(Map.of());
        return list("id in ?1", ids)
                .map(found -> found.stream().collect(Collectors.toMap(Medication::id, Function.identity())));
    }

    /** Where a page ended: medicines are sorted by name, then id. */
    record MedicationPosition(String name, UUID id) {}

    /**
     * @param q beginnings of words of name, form, strength, codes and ingredients, all of which must match; null for any
     * @return one more than the limit when there are more
     */
    Uni<List<Medication>> list(
            @Nullable String q, Medication.@Nullable Status status, @Nullable MedicationPosition after, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder where = new StringBuilder("true");
        List<String> words = MedicationText.words(q);
        if (q != null && !q.isBlank() && words.isEmpty())
            return Uni.createFrom().item(List.of());
        if (!words.isEmpty()) {
            where.append(" and array_to_tsvector(string_to_array(m.search_text, ' ')) @@ cast(:words as tsquery)");
            parameters.put("words", prefixes(words));
        }
        if (status != null) {
            where.append(" and m.status = :status");
            parameters.put("status", status.name());
        }
        if (after != null) {
            where.append(" and (m.name, m.id) > (:name, :id)");
            parameters.put("name", after.name());
            parameters.put("id", after.id());
        }
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery(
                    "select m.id from medication m where " + where + " order by m.name, m.id", UUID.class);
            parameters.forEach(query::setParameter);
            return query.setMaxResults(limit + 1).getResultList().chain(this::inOrder);
        });
    }

    private Uni<List<Medication>> inOrder(List<UUID> ids) {
        return byId(ids).map(found -> ids.stream().map(found::get).toList());
    }

    /** {@code 'amox':* & '500':*}; the words hold letters, digits, points and percent signs alone. */
    private static String prefixes(List<String> words) {
        return words.stream().limit(MAX_WORDS).map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
    }
}
