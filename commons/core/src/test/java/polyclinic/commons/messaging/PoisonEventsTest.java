package polyclinic.commons.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class PoisonEventsTest {
    private final PoisonEvents poison = new PoisonEvents(List.of(UnsupportedOperationException.class::isInstance));

    @Test
    void what_is_wrong_with_the_event_or_its_reader_is_poison() {
        List.of(
                        new CloudEvent.MalformedEvent("not as agreed"),
                        new CompletionException(new CloudEvent.MalformedEvent("not as agreed")),
                        new JsonParseException(null, ""),
                        new IllegalArgumentException(),
                        new NullPointerException(),
                        new ClassCastException(),
                        new IndexOutOfBoundsException(),
                        new NoSuchElementException(),
                        new DateTimeException(""),
                        new ArithmeticException())
                .forEach(failure ->
                        assertThat(poison.is(failure)).as("%s", failure).isTrue());
    }

    @Test
    void what_a_store_refuses_for_its_content_is_poison() {
        assertThat(poison.is(new RuntimeException(new UnsupportedOperationException())))
                .isTrue();
    }

    @Test
    void a_fault_of_the_installation_is_waited_for() {
        List.of(
                        new IOException("closed"),
                        new RuntimeException(new IOException("closed")),
                        new IllegalStateException("whatever nobody thought of"),
                        new RuntimeException(),
                        new StackOverflowError())
                .forEach(failure ->
                        assertThat(poison.is(failure)).as("%s", failure).isFalse());
    }

    @Test
    void a_mistake_that_a_broken_connection_led_to_is_waited_for() {
        assertThat(poison.is(new NullPointerException().initCause(new IOException("closed"))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 422})
    void a_rule_that_says_no_is_poison(int status) {
        assertThat(poison.is(new Problem(status, "slug", ""))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void a_problem_of_a_server_is_waited_for(int status) {
        assertThat(poison.is(new Problem(status, "slug", ""))).isFalse();
    }
}
