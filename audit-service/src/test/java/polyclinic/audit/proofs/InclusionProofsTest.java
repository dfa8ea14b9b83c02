package polyclinic.audit.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.ingest.ChainFeed;

@QuarkusTest
class InclusionProofsTest extends ServiceTest {
    @Test
    void a_proof_can_be_checked_with_nothing_but_what_it_holds() throws Exception {
        int chain = freshChain();
        feed.append(chain, 1, 13);
        checkpoint(chain);
        feed.append(chain, 14, 40);
        checkpoint(chain);

        for (int number : List.of(1, 13, 14, 29, 40)) {
            JsonPath proof = as("auditor")
                    .get("/api/v1/audit/" + ChainFeed.record(chain, number).id() + "/proof")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();

            assertThat(proof.getLong("entry.seq")).isEqualTo(number);
            CheckpointClient.assertHolds(proof);
        }
    }

    @Test
    void an_entry_that_no_checkpoint_covers_yet_gets_one_with_its_proof() {
        int chain = freshChain();
        feed.append(chain, 1, 3);

        as("auditor")
                .get("/api/v1/audit/" + ChainFeed.record(chain, 2).id() + "/proof")
                .then()
                .statusCode(200);

        assertThat(collection("checkpoints").countDocuments(Filters.eq("chain", chain)))
                .isEqualTo(1);
    }

    @Test
    void an_entry_that_was_changed_cannot_be_proved() {
        int chain = freshChain();
        feed.append(chain, 1, 3);
        checkpoint(chain);
        collection("entries")
                .updateOne(Filters.eq("id", ChainFeed.record(chain, 2).id()), Updates.set("action", "forged"));

        as("auditor")
                .get("/api/v1/audit/" + ChainFeed.record(chain, 2).id() + "/proof")
                .then()
                .statusCode(409);
    }
}
