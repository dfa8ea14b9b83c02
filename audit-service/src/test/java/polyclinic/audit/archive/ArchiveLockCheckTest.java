package polyclinic.audit.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polyclinic.audit.archive.ArchiveBucket.Protection;
import polyclinic.audit.archive.ArchiveLockCheck.Mode;

class ArchiveLockCheckTest {
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<@Nullable Object> later = new AtomicReference<>();
    private final Vertx vertx = (Vertx) Proxy.newProxyInstance(
            Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, (proxy, method, arguments) -> {
                later.set(arguments[1]);
                return 1L;
            });

    private void check(Uni<Protection> found, Mode mode) {
        new ArchiveLockCheck(() -> found, mode, vertx, ended::incrementAndGet).start(new StartupEvent());
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "HIDDEN"})
    void a_bucket_that_keeps_nothing_or_does_not_say_ends_a_service_that_is_to_refuse_it(Protection found) {
        check(Uni.createFrom().item(found), Mode.REFUSE);

        assertThat(ended).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCKED", "VERSIONED"})
    void a_bucket_that_keeps_what_is_in_it_is_fine(Protection found) {
        check(Uni.createFrom().item(found), Mode.REFUSE);

        assertThat(ended).hasValue(0);
        assertThat(later).hasNullValue();
    }

    @Test
    void where_it_is_only_to_be_told_the_service_goes_on() {
        check(Uni.createFrom().item(Protection.NONE), Mode.WARN);

        assertThat(ended).hasValue(0);
    }

    @Test
    void without_s3_the_service_goes_on_and_looks_again_later() {
        check(Uni.createFrom().failure(new IOException("no server")), Mode.REFUSE);

        assertThat(ended).hasValue(0);
        assertThat(later).doesNotHaveNullValue();
    }
}
