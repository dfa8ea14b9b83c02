package polyclinic.audit.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class ArchiveEncryptionTest {
    private static PutObjectRequest written(ArchiveEncryption encryption) {
        PutObjectRequest request =
                PutObjectRequest.builder().bucket("b").key("k").build();
        return (PutObjectRequest) encryption.modifyRequest(
                InterceptorContext.builder().request(request).build(), new ExecutionAttributes());
    }

    @Test
    void what_is_written_is_encrypted_as_it_is_set() {
        assertThat(written(new ArchiveEncryption("none", Optional.empty())).serverSideEncryption())
                .isNull();
        assertThat(written(new ArchiveEncryption("AES256", Optional.empty())).serverSideEncryption())
                .isEqualTo(ServerSideEncryption.AES256);
        PutObjectRequest byKey = written(new ArchiveEncryption("aws:kms", Optional.of("clinic")));
        assertThat(byKey.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(byKey.ssekmsKeyId()).isEqualTo("clinic");
    }
}
