package polyclinic.prescription.projections.appointments;

import java.util.Collection;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Turns rows into one array per column, for {@code unnest}: a batch is one statement, however long it is. */
final class Columns {
    private Columns() {}

    static <T, V extends @Nullable Object> V[] of(Collection<T> rows, Function<T, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
