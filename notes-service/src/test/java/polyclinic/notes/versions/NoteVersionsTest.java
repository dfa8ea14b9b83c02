package polyclinic.notes.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.notes.testing.NotesServiceTest;

/** The texts of a note, through HTTP. */
@QuarkusTest
class NoteVersionsTest extends NotesServiceTest {
    private final UUID patient = patientInCare();

    @Test
    void versions_come_in_pages() {
        String id = drafted("doctor", patient).getString("id");
        for (int version = 1; version <= 4; version++) {
            edit("doctor", id, version, "{\"content\":{\"plan\":\"" + version + "\"}}")
                    .then()
                    .statusCode(200);
        }

        List<Integer> seen = new ArrayList<>();
        String next = "";
        do {
            Response page = as("nurse")
                    .queryParam("limit", 2)
                    .queryParam("after", next)
                    .get("/api/v1/notes/" + id + "/versions");
            seen.addAll(page.path("items.version"));
            next = page.path("next");
        } while (next != null);

        assertThat(seen).containsExactly(5, 4, 3, 2, 1);
    }
}
