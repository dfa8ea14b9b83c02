package polyclinic.audit.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import polyclinic.audit.checkpoints.CheckpointJson;
import polyclinic.audit.checkpoints.StoredCheckpoint;
import polyclinic.commons.json.Json;

class CheckpointViewTest {
    @Test
    void the_members_have_the_order_of_the_contract() {
        StoredCheckpoint checkpoint = CheckpointJson.read("0002/000000000003", """
                {"origin":"polyclinic-audit/v1","chain":2,"number":3,"size":40,"root":"aa","head":"bb",
                "previousSize":20,"previousRoot":"cc","createdAt":"2026-03-01T10:00:00.000001Z",
                "keyId":"0123456789abcdef","signature":"c2ln"}""");

        assertThat(Json.write(CheckpointView.of(checkpoint, null))).isEqualTo("""
                        {"origin":"polyclinic-audit/v1","chain":2,"number":3,"size":40,"root":"aa","head":"bb",\
                        "previousSize":20,"previousRoot":"cc","createdAt":"2026-03-01T10:00:00.000001Z",\
                        "keyId":"0123456789abcdef","signature":"c2ln","archived":false}""");
    }

    @Test
    void a_damaged_one_is_shown_by_its_key_alone() {
        assertThat(Json.write(CheckpointView.of(CheckpointJson.read("0002/000000000003", "}{"), null)))
                .isEqualTo("""
                        {"origin":"damaged","chain":2,"number":3,"size":0,"root":"","head":"","previousSize":0,\
                        "previousRoot":"","createdAt":"","keyId":"","archived":false}""");
    }
}
