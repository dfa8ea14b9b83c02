package polyclinic.commons.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/**
 * One page of a list. {@link PageWriter} turns it into HTTP.
 *
 * <p>A page is bounded in rows and in bytes: it ends before the row that would take it beyond {@link #MAX_BYTES} of JSON, so
 * that two hundred rows of a quarter of a mebibyte are many pages and not one answer of fifty. Its first row is always shown,
 * however large, since a page without any would lead nowhere.
 *
 * @param next the cursor of the next page, or null on the last one (it is written as JSON {@code null})
 */
public record Page<T>(
        List<T> items,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {
    /** Of JSON, UTF-8. */
    public static final int MAX_BYTES = 1024 * 1024;

    /**
     * Makes a page of rows fetched with {@code limit + 1}: the extra row only says that there is more. Of a row whose view is
     * null there is nothing to show.
     */
    public static <R, T> Page<T> of(
            List<R> rows, int limit, Function<R, @Nullable T> view, Function<R, String> cursor) {
        Rows<R, T> page = new Rows<>(limit, view, cursor);
        for (R row : rows) if (!page.take(row)) break;
        return page.end();
    }

    /** The same of rows that are fetched while they fit, for rows that may be large: what no longer fits is not read. */
    public static <R, T> Uni<Page<T>> of(
            Multi<R> rows, int limit, Function<R, @Nullable T> view, Function<R, String> cursor) {
        return Uni.createFrom().deferred(() -> {
            Rows<R, T> page = new Rows<>(limit, view, cursor);
            return rows.select().first(page::take).collect().last().map(last -> page.end());
        });
    }

    private static final class Rows<R, T> {
        private final int limit;
        private final Function<R, @Nullable T> view;
        private final Function<R, String> cursor;
        private final List<T> items = new ArrayList<>();
        private int taken;
        private long bytes;
        private boolean more;
        private @Nullable R last;

        Rows(int limit, Function<R, @Nullable T> view, Function<R, String> cursor) {
            this.limit = limit;
            this.view = view;
            this.cursor = cursor;
        }

        /** False for the first row that has no place any more. */
        boolean take(R row) {
            T shown = taken < limit ? view.apply(row) : null;
            if (shown != null) bytes += Json.size(shown);
            more = taken == limit || taken > 0 && bytes > MAX_BYTES;
            if (more) return false;
            taken++;
            last = row;
            if (shown != null) items.add(shown);
            return true;
        }

        Page<T> end() {
            return new Page<>(List.copyOf(items), more && last != null ? cursor.apply(last) : null);
        }
    }
}
