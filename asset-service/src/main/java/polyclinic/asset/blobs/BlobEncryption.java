package polyclinic.asset.blobs;

import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Asks S3 to encrypt blobs with its own keys (AES256) or with one of the key service (aws:kms). The SDK finds it by the file
 * {@code execution.interceptors}, so that no write can forget it.
 */
public final class BlobEncryption implements ExecutionInterceptor {
    static final String NONE = "none";

    private final String encryption;
    private final @Nullable String key;

    public BlobEncryption() {
        this(
                ConfigProvider.getConfig()
                        .getOptionalValue("polyclinic.s3.encryption", String.class)
                        .orElse(NONE),
                ConfigProvider.getConfig().getOptionalValue("polyclinic.s3.encryption-key", String.class));
    }

    BlobEncryption(String encryption, Optional<String> key) {
        this.encryption = encryption;
        this.key = key.orElse(null);
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        if (encryption.equals(NONE)) return request;
        if (request instanceof PutObjectRequest put)
            return put.toBuilder()
                    .serverSideEncryption(encryption)
                    .ssekmsKeyId(key)
                    .build();
        // Of an upload in parts the beginning says it for all.
        if (request instanceof CreateMultipartUploadRequest parts)
            return parts.toBuilder()
                    .serverSideEncryption(encryption)
                    .ssekmsKeyId(key)
                    .build();
        return request;
    }
}
