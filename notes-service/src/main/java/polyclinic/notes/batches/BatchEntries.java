package polyclinic.notes.batches;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.problem.Problem.Violation;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.provenance.Provenance;

/** The entries of a request as documents: all of them, or the reasons why not, each with the place of its entry. */
public final class BatchEntries {
    /** More are one more request. */
    public static final int MAX = 100;

    private BatchEntries() {}

    /** The place of an entry in the request, as problems name it. */
    public static String place(int index) {
        return "entries[" + index + "]";
    }

    /**
     * Makes a document of each entry.
     *
     * @param document of the entry at that place; fails as it does for a single one
     * @return fails with 422 {@code invalid-input} that names every entry that is refused
     */
    public static <T extends BatchDocument> List<T> documents(int count, IntFunction<T> document) {
        List<T> documents = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < count; i++)
            try {
                documents.add(document.apply(i));
            } catch (Problem refused) {
                Problem placed = refused.within(place(i));
                if (placed == refused) throw refused;
                violations.addAll(violations(placed));
            }
        if (violations.isEmpty()) requireOnce(documents, violations);
        if (!violations.isEmpty()) throw Problem.invalid(violations);
        return documents;
    }

    private static List<Violation> violations(Problem problem) {
        return problem.members().get("violations") instanceof List<?> found
                ? found.stream().map(Violation.class::cast).toList()
                : List.of();
    }

    private static void requireOnce(List<? extends BatchDocument> documents, List<Violation> violations) {
        Map<ExternalId, Integer> places = new HashMap<>();
        for (int i = 0; i < documents.size(); i++) {
            ExternalId there = externalId(documents.get(i).provenance());
            Integer before = there == null ? null : places.putIfAbsent(there, i);
            if (before != null)
                violations.add(
                        new Violation(place(i) + ".provenance.externalId", "is that of " + place(before) + " too"));
        }
    }

    static @Nullable ExternalId externalId(@Nullable Provenance provenance) {
        return provenance == null ? null : new ExternalId(provenance.source(), provenance.externalId());
    }
}
