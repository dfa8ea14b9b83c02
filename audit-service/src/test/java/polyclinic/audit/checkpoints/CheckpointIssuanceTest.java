package polyclinic.audit.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.audit.proofs.CheckpointClient.checkpoints;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;

@QuarkusTest
class CheckpointIssuanceTest extends ServiceTest {
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
}
