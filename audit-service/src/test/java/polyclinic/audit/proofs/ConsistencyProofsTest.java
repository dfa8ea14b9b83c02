package polyclinic.audit.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.audit.proofs.CheckpointClient.checkpoints;
import static polyclinic.audit.proofs.CheckpointClient.hex;
import static polyclinic.audit.proofs.CheckpointClient.hexes;
import static polyclinic.audit.proofs.CheckpointClient.isSigned;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.tree.MerkleProof;

@QuarkusTest
class ConsistencyProofsTest extends ServiceTest {
    @Test
    void each_checkpoint_proves_that_it_extends_the_one_before() throws Exception {
        int chain = freshChain();
        int[] sizes = {3, 4, 9, 16, 17, 40};
        int from = 1;
        for (int size : sizes) {
            feed.append(chain, from, size);
            checkpoint(chain);
            from = size + 1;
        }

        List<Map<String, Object>> items = checkpoints("?chain=" + chain + "&limit=4");

        assertThat(items).hasSize(sizes.length);
        String key = as("admin").get("/api/v1/audit/keys").jsonPath().getString("items.find { it.current }.publicKey");
        for (Map<String, Object> item : items) {
            assertThat(isSigned(item, key)).isTrue();
            assertThat(item.get("archived")).isEqualTo(true);
            assertThat(MerkleProof.isConsistent(
                            number(item, "previousSize"),
                            hex(String.valueOf(item.get("previousRoot"))),
                            number(item, "size"),
                            hex(String.valueOf(item.get("root"))),
                            proof(item)))
                    .isTrue();
        }
    }

    private static long number(Map<String, Object> item, String member) {
        return Long.parseLong(String.valueOf(item.get(member)));
    }

    private static List<byte[]> proof(Map<String, Object> item) {
        List<?> hashes = (List<?>) Objects.requireNonNull(item.get("consistency"));
        return hexes(hashes.stream().map(String::valueOf).toList());
    }
}
