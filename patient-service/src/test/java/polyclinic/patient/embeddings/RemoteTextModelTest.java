package polyclinic.patient.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.json.Json;
import polyclinic.commons.testing.web.StubExchange;
import polyclinic.commons.testing.web.StubServer;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.patient.ServiceTest;
import polyclinic.patient.clients.EmbeddingsServer;

/** Against a server that speaks the protocol, well or not. */
@QuarkusTest
class RemoteTextModelTest extends ServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<JsonNode> requests = new ArrayList<>();

    @Inject
    EmbeddingsServer server;

    private TextModel model;

    @BeforeEach
    void model() {
        model = new RemoteTextModel(server, "small", "secret");
    }

    @Test
    void texts_get_their_embeddings_by_their_index_and_scaled_to_length_one() {
        List<@Nullable String> authorizations = new ArrayList<>();
        answer(exchange -> {
            authorizations.add(exchange.request().header("authorization"));
            exchange.answer(200, """
                    {"object":"list","model":"small","data":[{"index":1,"embedding":[0,5]},{"index":0,"embedding":[3,0]}]}""");
        });

        assertThat(embed("first", "x".repeat(3000)))
                .extracting(
                        vector -> EmbeddingVector.numbers(vector.orElseThrow().bytes()))
                .containsExactly(List.of(1f, 0f), List.of(0f, 1f));
        assertThat(authorizations).containsExactly("Bearer secret");
        assertThat(requests.get(0).path("model").asText()).isEqualTo("small");
        assertThat(requests.get(0).path("input").get(0).asText()).isEqualTo("first");
        assertThat(requests.get(0).path("input").get(1).asText()).hasSize(TextModel.MAX_LENGTH);
    }

    @Test
    void a_text_that_the_server_refuses_does_not_stand_in_the_way_of_the_others() {
        answer(exchange -> {
            if (requests.get(requests.size() - 1).path("input").toString().contains("bad"))
                exchange.answer(400, "{\"error\":{\"message\":\"no\"}}");
            else exchange.answer(200, "{\"data\":[{\"index\":0,\"embedding\":[1,0]}]}");
        });

        assertThat(embed("good", "bad", "good")).extracting(Optional::isPresent).containsExactly(true, false, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "200 ~ {\"data\":[{\"index\":0,\"embedding\":[1,0]}]}",
                "200 ~ {\"data\":[{\"index\":0,\"embedding\":[1,0]},{\"index\":0,\"embedding\":[1,0]}]}",
                "200 ~ {\"data\":[{\"index\":0,\"embedding\":[1,0]},{\"index\":2,\"embedding\":[1,0]}]}",
                "200 ~ {\"data\":[{\"index\":0,\"embedding\":[1,0]},{\"index\":1,\"embedding\":[1,0,0]}]}",
                "200 ~ {\"data\":[{\"index\":0,\"embedding\":[]},{\"index\":1,\"embedding\":[]}]}",
                "200 ~ {\"choices\":[]}",
                "200 ~ []",
                "200 ~ <html>",
                "401 ~ {}",
                "429 ~ {}",
                "500 ~ {}",
                "302 ~ {}"
            })
    void whatever_is_no_answer_is_503(int status, String body) {
        answer(exchange -> exchange.answer(status, body));

        assertThatThrownBy(() -> embed("one", "two")).isInstanceOf(ModelUnavailable.class);
    }

    @Test
    void a_server_that_is_too_slow_or_hangs_up_is_503() {
        answer(StubExchange::awaitHangUp);
        assertThatThrownBy(() -> embed("one")).isInstanceOf(ModelUnavailable.class);

        answer(StubExchange::hangUp);
        assertThatThrownBy(() -> embed("one")).isInstanceOf(ModelUnavailable.class);
    }

    private void answer(StubServer.Handler handler) {
        StubServices.handle("/v1/embeddings", exchange -> {
            requests.add(Json.MAPPER.readTree(exchange.readBody()));
            handler.handle(exchange);
        });
    }

    private List<Optional<EmbeddingVector>> embed(String... texts) {
        return model.embed(List.of(texts)).await().atMost(LIMIT);
    }
}
