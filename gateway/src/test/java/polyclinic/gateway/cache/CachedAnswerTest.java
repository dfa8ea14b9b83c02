package polyclinic.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedAnswerTest {
    @Test
    void what_is_kept_is_what_was_answered_with_the_fields_of_its_body_alone() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "application/json")
                .add("Link", "</x>; rel=\"next\"")
                .add("X-Request-Id", "somebody's");
        CachedAnswer answer = CachedAnswer.of(17, "a,b,", headers, Buffer.buffer("{\"a\":\n\"\u00fc\"}"));

        CachedAnswer kept = Objects.requireNonNull(CachedAnswer.decode(answer.encode()));

        assertThat(kept).isEqualTo(answer);
        assertThat(kept.fields().fieldNames()).containsExactlyInAnyOrder("content-type", "link", "etag");
    }

    @Test
    void the_tag_of_the_service_goes_before_one_of_the_bytes() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("ETag", "\"3\"");

        assertThat(CachedAnswer.of(17, "", headers, Buffer.buffer("x")).fields().getString("etag"))
                .isEqualTo("\"3\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{}\nx", "nonsense\nx", "[]\n", "{\"marks\":\"\"}\nx"})
    void what_somebody_else_has_written_there_is_nothing(String stored) {
        assertThat(CachedAnswer.decode(Buffer.buffer(stored))).isNull();
    }
}
