package polyclinic.recovery.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.Document;
import org.junit.jupiter.api.Test;

class AssetDocumentsTest {
    @Test
    void the_file_of_a_first_attempt_has_the_id_for_its_key_and_those_of_later_ones_their_number() {
        Document asset = new Document("_id", "0190-a");

        assertThat(AssetDocuments.key(asset)).isEqualTo("0190-a");
        assertThat(AssetDocuments.key(asset.append("attempt", 1))).isEqualTo("0190-a");
        assertThat(AssetDocuments.key(asset.append("attempt", 2))).isEqualTo("0190-a.2");
    }
}
