package polyclinic.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;

/** Entries come in small batches while their chain is verified: what is on its way is not missing. */
@QuarkusTest
class GrowingChainTest extends ServiceTest {
    private static final int ENTRIES = 900;
    private static final int BATCH = 3;

    @Test
    void entries_that_come_meanwhile_are_no_gap() {
        int chain = freshChain();
        CompletableFuture<Void> growth = CompletableFuture.runAsync(() -> {
            for (int from = 1; from <= ENTRIES; from += BATCH) feed.append(chain, from, from + BATCH - 1);
        });

        while (!growth.isDone())
            assertThat(verified(chain, true).getList("problems")).isEmpty();

        growth.join();
        assertThat(verified(chain, true).getLong("length")).isEqualTo(ENTRIES);
    }
}
