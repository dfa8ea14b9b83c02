package polyclinic.commons.messaging.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<@Nullable Object> later = new AtomicReference<>();
    private final Vertx vertx = (Vertx) Proxy.newProxyInstance(
            Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, (proxy, method, arguments) -> {
                later.set(arguments[1]);
                return 1L;
            });

    private void check(Map<String, Integer> copies, TopicCheck.Mode mode) {
        new TopicCheck(
                        List.of("notes.events", "audit.entries"),
                        topic -> copies.containsKey(topic)
                                ? Uni.createFrom().item(copies.get(topic))
                                : Uni.createFrom().failure(new IOException("no broker")),
                        mode,
                        vertx,
                        ended::incrementAndGet)
                .start(new StartupEvent());
    }

    @Test
    void a_topic_with_one_copy_ends_a_service_that_is_to_refuse_it() {
        check(Map.of("notes.events", 3, "audit.entries", 1), TopicCheck.Mode.REFUSE);

        assertThat(ended).hasValue(1);
    }

    @Test
    void topics_with_copies_are_fine() {
        check(Map.of("notes.events", 3, "audit.entries", 2), TopicCheck.Mode.REFUSE);

        assertThat(ended).hasValue(0);
        assertThat(later).hasNullValue();
    }

    @Test
    void where_one_copy_is_meant_the_service_goes_on() {
        check(Map.of("notes.events", 1, "audit.entries", 1), TopicCheck.Mode.WARN);

        assertThat(ended).hasValue(0);
    }

    @Test
    void without_kafka_the_service_goes_on_and_looks_again_later() {
        check(Map.of("notes.events", 1), TopicCheck.Mode.REFUSE);

        assertThat(ended).hasValue(0);
        assertThat(later).doesNotHaveNullValue();
    }
}
