package polyclinic.commons.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerLookupTest {
    @Test
    void an_answer_is_there() {
        assertThat(ask(Uni.createFrom().item("Ada"))).contains("Ada");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 410})
    void what_the_owner_hides_looks_absent(int status) {
        assertThat(ask(Uni.createFrom().failure(new WebApplicationException(status))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatever_else_fails_leaves_it_open(Throwable failure) {
        assertThatThrownBy(() -> ask(Uni.createFrom().failure(failure)))
                .isInstanceOfSatisfying(OwnerUnavailable.class, problem -> {
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.slug()).isEqualTo("unavailable");
                });
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new WebApplicationException(401),
                new WebApplicationException(422),
                new WebApplicationException(429),
                new WebApplicationException(500),
                new WebApplicationException(503),
                new ProcessingException("connection refused"),
                new IOException("reset"),
                new TimeoutException());
    }

    @Test
    void a_mistake_of_our_own_is_not_put_on_the_owner() {
        assertThatThrownBy(() -> ask(Uni.createFrom().failure(new IllegalStateException("ours"))))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Optional<String> ask(Uni<String> question) {
        return OwnerLookup.ask("patient-service", question).await().indefinitely();
    }
}
