package polyclinic.audit.archive;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3 as it is seen by who dies in the middle of work with it. */
public final class DyingS3 {
    private DyingS3() {}

    /** A client of the real server that answers so many calls, and fails all that come after. */
    public static S3AsyncClient after(S3AsyncClient s3, int calls) {
        AtomicInteger left = new AtomicInteger(calls);
        return (S3AsyncClient) Proxy.newProxyInstance(
                S3AsyncClient.class.getClassLoader(),
                new Class<?>[] {S3AsyncClient.class},
                (proxy, method, arguments) -> {
                    if (left.getAndDecrement() <= 0)
                        return CompletableFuture.failedFuture(
                                S3Exception.builder().statusCode(500).build());
                    try {
                        return method.invoke(s3, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
