package polyclinic.audit.archive;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What the services' own client has sent to the server, as it went out. The client's library finds this by its file of interceptors. */
public final class SentRequests implements ExecutionInterceptor {
    private static final Map<String, SdkHttpRequest> BY_KEY = new ConcurrentHashMap<>();

    @Override
    public void beforeTransmission(Context.BeforeTransmission sent, ExecutionAttributes attributes) {
        if (sent.request() instanceof PutObjectRequest put) BY_KEY.put(put.key(), sent.httpRequest());
    }

    static Optional<SdkHttpRequest> put(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }
}
