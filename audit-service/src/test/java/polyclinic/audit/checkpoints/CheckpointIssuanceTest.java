package polyclinic.audit.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.audit.proofs.CheckpointClient.checkpoints;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;

@QuarkusTest
class CheckpointIssuanceTest extends ServiceTest {
    @Inject
    Checkpoints checkpoints;

    @Test
    void one_checkpoint_covers_no_more_than_its_share() {
        int chain = freshChain();
        feed.append(chain, 1, 2100);

        checkpoint(chain);

        assertThat(checkpoints("?chain=" + chain).stream().map(item -> item.get("size")))
                .containsExactly(1000, 2000, 2100);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void replicas_that_make_checkpoints_at_once_make_one_chain_of_them() {
        int chain = freshChain();
        feed.append(chain, 1, 50);

        Uni.join()
                .all(List.of(issuance.cover(chain), issuance.cover(chain), issuance.cover(chain)))
                .andFailFast()
                .await()
                .indefinitely();
        archival.archive().await().indefinitely();

        assertThat(checkpoints("?chain=" + chain)).hasSize(1);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    /** A replica may have made thousands since this one last looked. */
    @Test
    void the_newest_is_found_without_those_before_it() {
        int chain = freshChain();
        collection("checkpoints")
                .insertOne(new Document("_id", "%04d/%012d".formatted(chain, 70_000))
                        .append("chain", chain)
                        .append("size", 5_000_000L)
                        .append("archived", true));

        StoredCheckpoint last = checkpoints.last(chain).await().indefinitely();

        collection("checkpoints").deleteOne(new Document("chain", chain));
        assertThat(last).isNotNull().extracting(StoredCheckpoint::number).isEqualTo(70_000L);
    }

    @Test
    void a_page_with_a_gap_at_its_end_is_signed_up_to_the_gap() {
        int chain = freshChain();
        feed.append(chain, 1, 30);
        Document lost = collection("entries").findOneAndDelete(new Document("chain", chain).append("seq", 21L));

        checkpoint(chain);

        assertThat(checkpoints("?chain=" + chain).stream().map(item -> item.get("size")))
                .containsExactly(20);
        collection("entries").insertOne(lost);
        checkpoint(chain);
        assertThat(checkpoints("?chain=" + chain).stream().map(item -> item.get("size")))
                .containsExactly(20, 30);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }
}
