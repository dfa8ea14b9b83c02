package polyclinic.commons.testing.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.web.Concurrently;

/** Records of elsewhere: who may bring them in, that each is stored once, how it is found. A service names its kinds. */
public abstract class ProvenanceContract {
    private static final String SOURCE = "urn:example:old";
    private static final int AT_ONCE = 6;

    /**
     * A kind of record.
     *
     * @param path where it is created and listed
     * @param body a new record, a JSON object without provenance
     * @param staff who else creates such records, and may not say that they come from elsewhere; null when nobody does
     */
    public record Kind(
            String path, Supplier<String> body, @Nullable String staff) {
        String from(String externalId) {
            return body.get().replaceFirst("\\}\\s*$", """
                    ,"provenance":{"source":"%s","externalId":"%s","recordedAt":"2019-05-01T10:00:00.120Z","author":"nurse_rekha"}}""".formatted(SOURCE, externalId));
        }

        Response post(String user, String body) {
            return as(user).body(body).post(path);
        }

        Response find(String externalId) {
            return as("importer")
                    .queryParam("externalId", SOURCE + "|" + externalId)
                    .get(path);
        }
    }

    protected abstract List<Kind> kinds();

    @Test
    void what_comes_from_elsewhere_keeps_its_id_time_and_author_and_is_found_by_its_id_there() {
        for (Kind kind : kinds()) {
            String externalId = "X-" + UUID.randomUUID();
            String id = created(kind.post("importer", kind.from(externalId)));

            kind.find(externalId)
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(id))
                    .body("items[0].provenance.source", equalTo(SOURCE))
                    .body("items[0].provenance.externalId", equalTo(externalId))
                    .body("items[0].provenance.recordedAt", equalTo("2019-05-01T10:00:00.120Z"))
                    .body("items[0].provenance.author", equalTo("nurse_rekha"));
            as("importer").get(kind.path() + "/" + id).then().statusCode(200).body("id", equalTo(id));
            kind.find("X-" + UUID.randomUUID()).then().statusCode(200).body("items", empty());
            assertProblem(
                    as("importer").queryParam("externalId", "without a bar").get(kind.path()), 422, "invalid-input");
        }
    }

    @Test
    void it_is_stored_once_however_many_bring_it() {
        for (Kind kind : kinds()) {
            String externalId = "X-" + UUID.randomUUID();
            List<Response> answers = Concurrently.run(Stream.generate(() -> kind.from(externalId))
                    .limit(AT_ONCE)
                    .<Callable<Response>>map(body -> () -> kind.post("importer", body))
                    .toList());

            assertThat(answers)
                    .extracting(Response::statusCode)
                    .containsOnlyOnce(201)
                    .containsOnly(201, 409);
            answers.stream()
                    .filter(answer -> answer.statusCode() == 409)
                    .forEach(answer -> assertProblem(answer, 409, "duplicate-external-id"));
            assertThat(kind.find(externalId).<List<String>>path("items.id")).hasSize(1);
        }
    }

    @Test
    void only_an_importer_and_an_administrator_say_that_it_comes_from_elsewhere() {
        for (Kind kind : kinds()) {
            assertProblem(kind.post("importer", kind.body().get()), 422, "invalid-input");
            if (kind.staff() != null)
                assertProblem(kind.post(kind.staff(), kind.from("X-" + UUID.randomUUID())), 403, "forbidden");
            created(kind.post("admin", kind.from("X-" + UUID.randomUUID())));
        }
    }
}
