package polyclinic.commons.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

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

    @Test
    void a_reference_is_to_something_of_the_same_patient() {
        UUID patient = UUID.randomUUID();

        require(Uni.createFrom().item(answer(patient.toString())), patient);
        for (Uni<JsonNode> other : List.of(
                Uni.createFrom().item(answer(UUID.randomUUID().toString())),
                Uni.createFrom().item(answer(null)),
                Uni.createFrom().<JsonNode>failure(new WebApplicationException(404))))
            assertThatThrownBy(() -> require(other, patient)).isInstanceOfSatisfying(Problem.class, problem -> {
                assertThat(problem.status()).isEqualTo(422);
                assertThat(problem.slug()).isEqualTo("unknown-reference");
                assertThat(problem.members().get("violations")).asString().contains("encounterId");
            });
        assertThatThrownBy(() -> require(Uni.createFrom().failure(new WebApplicationException(500)), patient))
                .isInstanceOf(OwnerUnavailable.class);
    }

    private static JsonNode answer(@Nullable String patient) {
        return JsonNodeFactory.instance.objectNode().put("patientId", patient);
    }

    private static void require(Uni<JsonNode> question, UUID patient) {
        OwnerLookup.require("appointment-service", "encounterId", question, patient)
                .await()
                .indefinitely();
    }

    private static Optional<String> ask(Uni<String> question) {
        return OwnerLookup.ask("patient-service", question).await().indefinitely();
    }
}
