package polyclinic.gateway.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The marks of all parts of the API that can change an answer, read from Redis once for all requests that wait at the same time.
 * Nobody is told by a read that had begun before they asked: it may have been from before a change that they know of.
 */
final class ChangeMarks {

    private final Supplier<Future<List<String>>> redis;
    private @Nullable Promise<Marks> waiting;
    private boolean reading;
    private Marks last = new Marks(List.of());

    /** @param redis reads the marks in the order of {@link CacheableRoute#changers} */
    ChangeMarks(Supplier<Future<List<String>>> redis) {
        this.redis = redis;
    }

    /** The marks at one moment. */
    static final class Marks {

        private final List<String> values;
        private final Map<CacheableRoute, String> states = new EnumMap<>(CacheableRoute.class);

        private Marks(List<String> values) {
            this.values = values;
            if (values.isEmpty()) return;
            for (CacheableRoute route : CacheableRoute.values()) {
                StringBuilder state = new StringBuilder();
                for (String prefix : route.changedBy())
                    state.append(values.get(CacheableRoute.changers().indexOf(prefix)))
                            .append(',');
                states.put(route, state.toString());
            }
        }

        /** Those that an answer of the route depends on, in one text. */
        String of(CacheableRoute route) {
            return states.getOrDefault(route, "");
        }
    }

    /** As they are at some moment after this call; fails when Redis is away. */
    synchronized Future<Marks> read() {
        Promise<Marks> own = waiting;
        if (own == null) {
            own = Promise.promise();
            waiting = own;
        }
        if (!reading) begin(own);
        return own.future();
    }

    private void begin(Promise<Marks> those) {
        waiting = null;
        reading = true;
        redis.get().onComplete(answer -> {
            if (answer.succeeded()) succeeded(those, answer.result());
            else failed(those, answer.cause());
        });
    }

    private void succeeded(Promise<Marks> those, List<String> values) {
        Marks read;
        synchronized (this) {
            if (!values.equals(last.values)) last = new Marks(values);
            read = last;
            reading = false;
            if (waiting != null) begin(waiting);
        }
        those.complete(read);
    }

    /** Whoever has come meanwhile does not wait for the same once more. */
    private void failed(Promise<Marks> those, Throwable cause) {
        List<@Nullable Promise<Marks>> all;
        synchronized (this) {
            all = new ArrayList<>(Arrays.asList(those, waiting));
            waiting = null;
            reading = false;
        }
        for (Promise<Marks> each : all) if (each != null) each.fail(cause);
    }
}
