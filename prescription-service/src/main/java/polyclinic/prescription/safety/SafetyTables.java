package polyclinic.prescription.safety;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables of substances and interactions that the clinic has loaded. */
@ApplicationScoped
class SafetyTables {
    private static final String CLASS = "atc:";
    /** Lengths of the levels of an ATC code (WHO Collaborating Centre for Drug Statistics Methodology). */
    private static final int[] LEVELS = {1, 3, 4, 5, 7};

    private static final String SUBSTANCES = "select name, atc from drug_substance where name in (:names)";
    private static final String INTERACTIONS = """
            select first, second, severity, mechanism from drug_interaction
             where first in (:keys) and second in (:keys)""";

    /** How much an interaction matters; the gravest first. */
    enum Severity {
        CONTRAINDICATED,
        MAJOR,
        MODERATE,
        MINOR
    }

    record Interaction(String first, String second, Severity severity, String mechanism) {}

    /**
     * What the tables say of some substances.
     *
     * @param atc ATC codes by substance; a substance that is not in it is unknown
     */
    record Knowledge(Map<String, Set<String>> atc, List<Interaction> interactions) {
        /** The gravest interaction of two substances or of their classes, or null. */
        @Nullable
        Interaction worst(String one, String other) {
            Set<String> left = keys(one, atc);
            Set<String> right = keys(other, atc);
            Interaction worst = null;
            for (Interaction known : interactions) {
                boolean matches = left.contains(known.first()) && right.contains(known.second())
                        || left.contains(known.second()) && right.contains(known.first());
                if (matches && (worst == null || known.severity().compareTo(worst.severity()) < 0)) worst = known;
            }
            return worst;
        }
    }

    /** What the tables say of these substances; needs an open session. */
    Uni<Knowledge> about(Collection<String> substances) {
        if (substances.isEmpty()) return Uni.createFrom().item(new Knowledge(Map.of(), List.of()));
        return Panache.getSession().chain(session -> session.createNativeQuery(SUBSTANCES, Object[].class)
                .setParameter("names", List.copyOf(substances))
                .getResultList()
                .map(SafetyTables::codes)
                .chain(atc -> session.createNativeQuery(INTERACTIONS, Object[].class)
                        .setParameter("keys", List.copyOf(allKeys(substances, atc)))
                        .getResultList()
                        .map(rows -> new Knowledge(atc, interactions(rows)))));
    }

    private static Map<String, Set<String>> codes(List<Object[]> rows) {
        Map<String, Set<String>> codes = new HashMap<>();
        for (Object[] row : rows)
            codes.computeIfAbsent((String) row[0], none -> new TreeSet<>()).add((String) row[1]);
        return codes;
    }

    private static List<Interaction> interactions(List<Object[]> rows) {
        List<Interaction> interactions = new ArrayList<>();
        for (Object[] row : rows)
            interactions.add(new Interaction(
                    (String) row[0], (String) row[1], Severity.valueOf((String) row[2]), (String) row[3]));
        return interactions;
    }

    private static Set<String> allKeys(Collection<String> substances, Map<String, Set<String>> atc) {
        Set<String> keys = new TreeSet<>();
        for (String substance : substances) keys.addAll(keys(substance, atc));
        return keys;
    }

    /** The names under which an interaction may stand: the substance's and those of the classes it belongs to. */
    private static Set<String> keys(String substance, Map<String, Set<String>> atc) {
        Set<String> keys = new HashSet<>(Set.of(substance));
        for (String code : atc.getOrDefault(substance, Set.of()))
            for (int length : LEVELS) if (code.length() >= length) keys.add(CLASS + code.substring(0, length));
        return keys;
    }
}
