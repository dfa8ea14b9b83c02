package polyclinic.commons.postgres;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The newest version of each id, for an upsert of many rows: one statement may touch a row once only. */
public final class LatestVersions {
    private LatestVersions() {}

    /** In order of ids, so that two replicas that write the same rows cannot lock each other out. */
    public static <T> Collection<T> of(List<T> versions, Function<T, UUID> id, ToLongFunction<T> version) {
        return versions.stream()
                .collect(Collectors.toMap(
                        id, one -> one, BinaryOperator.maxBy(Comparator.comparingLong(version)), TreeMap::new))
                .values();
    }
}
