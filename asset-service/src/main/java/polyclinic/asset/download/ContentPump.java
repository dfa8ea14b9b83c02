package polyclinic.asset.download;

import io.quarkus.logging.Log;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;

/**
 * Writes one buffer after the other, asking the store for the next when the connection has taken the last. A stream that
 * breaks breaks the connection too: the client must not take a part for the whole.
 */
final class ContentPump implements Flow.Subscriber<ByteBuffer> {
    private final ResteasyReactiveRequestContext request;
    private final ServerHttpResponse response;
    private final AtomicBoolean done = new AtomicBoolean();

    @SuppressWarnings("NullAway.Init")
    private Flow.Subscription source;

    ContentPump(ResteasyReactiveRequestContext request) {
        this.request = request;
        this.response = request.serverResponse();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        response.addCloseHandler(this::clientLeft);
        source.request(1);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        response.write(bytes).whenComplete((written, failure) -> {
            if (failure == null) source.request(1);
            else clientLeft();
        });
    }

    @Override
    public void onComplete() {
        if (!done.compareAndSet(false, true)) return;
        response.end();
        request.resume();
    }

    @Override
    public void onError(Throwable failure) {
        if (!done.compareAndSet(false, true)) return;
        if (!response.headWritten()) {
            request.resume(failure);
            return;
        }
        Log.warnf("a download broke off: %s", failure.getClass().getName());
        response.reset();
        request.resume();
    }

    private void clientLeft() {
        if (!done.compareAndSet(false, true)) return;
        source.cancel();
        request.resume();
    }
}
