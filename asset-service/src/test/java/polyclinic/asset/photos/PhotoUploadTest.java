package polyclinic.asset.photos;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.content;
import static polyclinic.asset.AssetClient.patient;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.asset.AssetClient;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.commons.values.Sha256;

/** Photos with a place in them, through the service. */
@QuarkusTest
class PhotoUploadTest {
    private static Response upload(String kind, UUID patient, String key, byte[] photo) {
        return AssetClient.upload(
                AssetClient.as(Tokens.of("nurse")).header("Idempotency-Key", key),
                AssetClient.metadata(kind, patient),
                photo,
                "photo.png",
                "image/png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"patient_photo", "document", "scan"})
    void what_is_kept_has_its_own_hash_and_names_that_of_what_was_sent(String kind) throws Exception {
        UUID patient = patient();
        String key = UUID.randomUUID().toString();
        byte[] photo = PhotoMetadataTest.pngWithPlace();

        Response stored = upload(kind, patient, key, photo);

        assertThat(stored.statusCode()).as(stored.asString()).isEqualTo(201);
        byte[] kept = content(Tokens.of("nurse"), stored.path("id"), Map.of()).asByteArray();
        assertThat(kept.length).isLessThan(photo.length);
        assertThat(stored.<String>path("originalSha256")).isEqualTo(Sha256.hex(photo));
        assertThat(stored.<String>path("sha256")).isEqualTo(Sha256.hex(kept));
        assertThat(stored.<Integer>path("size")).isEqualTo(kept.length);
        Response again = upload(kind, patient, key, photo);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.<String>path("id")).isEqualTo(stored.path("id"));
        Response clean = upload(kind, patient, UUID.randomUUID().toString(), kept);
        assertThat(clean.<String>path("originalSha256")).isNull();
        assertThat(clean.<String>path("sha256")).isEqualTo(Sha256.hex(kept));
    }
}
