package polyclinic.commons.testing.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import io.restassured.response.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.web.StubServer;

/** An answer that a server has given. */
class ParsedResponseTest {
    private static final StubServer SERVER = new StubServer(exchange -> {
        if (exchange.request().target().equals("/text")) exchange.answer(200, "text/plain", "{}".getBytes());
        else exchange.answer(200, "{\"id\":\"a\",\"items\":[{\"no\":1},{\"no\":2}]}");
    });

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void what_is_as_expected_is_and_what_is_not_fails_in_the_librarys_words() {
        Response answer = get("/json");

        answer.then()
                .statusCode(200)
                .body("id", is("a"), "items.no[1]", is(2))
                .body("items", hasSize(2))
                .body("absent", nullValue())
                .body("items.find { it.no == 2 }.no", is(2));
        assertThat(answer.then().extract().<String>path("id")).isEqualTo("a");
        assertThat(answer.<Integer>path("items.no[0]")).isEqualTo(1);

        assertThatThrownBy(() -> answer.then().body("id", is("b")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("JSON path id doesn't match");
        assertThatThrownBy(() -> answer.then().body("items", hasSize(3))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> answer.then().body("id", is("a"), "items.no[1]", is(3)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> answer.then().statusCode(201)).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_root_that_one_caller_sets_is_no_others() {
        Response answer = get("/json");

        answer.jsonPath().setRootPath("items[0]");

        assertThat(answer.jsonPath().getString("id")).isEqualTo("a");
    }

    @Test
    void what_is_no_json_has_no_paths() {
        Response answer = get("/text");

        assertThatThrownBy(() -> answer.then().body("id", nullValue())).isInstanceOf(IllegalStateException.class);
        assertThat(answer.asString()).isEqualTo("{}");
    }

    private static Response get(String path) {
        return withToken("none").get(SERVER.url() + path);
    }
}
