package polyclinic.asset.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class BlobEncryptionTest {
    private static final String SETTING = "polyclinic.s3.encryption";

    private static PutObjectRequest written(BlobEncryption encryption) {
        PutObjectRequest request =
                PutObjectRequest.builder().bucket("b").key("k").build();
        return (PutObjectRequest) encryption.modifyRequest(
                InterceptorContext.builder().request(request).build(), new ExecutionAttributes());
    }

    @Test
    void what_is_written_is_encrypted_as_it_is_set() {
        assertThat(written(new BlobEncryption("none", Optional.empty())).serverSideEncryption())
                .isNull();
        assertThat(written(new BlobEncryption("AES256", Optional.empty())).serverSideEncryption())
                .isEqualTo(ServerSideEncryption.AES256);
        PutObjectRequest byKey = written(new BlobEncryption("aws:kms", Optional.of("clinic")));
        assertThat(byKey.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(byKey.ssekmsKeyId()).isEqualTo("clinic");
    }

    @Test
    void who_has_an_address_to_send_to_is_told_to_ask_for_it_too() {
        System.setProperty(SETTING, "AES256");
        try (S3Presigner presigner = S3Presigner.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("k", "s")))
                .build()) {
            var signed = presigner.presignPutObject(put -> put.signatureDuration(Duration.ofMinutes(1))
                    .putObjectRequest(request -> request.bucket("b").key("k")));

            assertThat(signed.signedHeaders()).containsEntry("x-amz-server-side-encryption", List.of("AES256"));
        } finally {
            System.clearProperty(SETTING);
        }
    }
}
