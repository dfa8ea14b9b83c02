package polyclinic.asset.transfers;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import polyclinic.commons.problem.Problem;

/** Reads the body of a request on worker threads, one piece at a time: while it is being written, the connection is not read. */
public final class BodyReading {
    private BodyReading() {}

    /**
     * What the pieces go into. Each is called on a worker thread, in order; only {@code discard} may come in between.
     *
     * @param <T> what has become of the body at its end
     */
    public interface Sink<T> {
        void read(Buffer piece) throws IOException;

        /** @throws Problem when it is not the whole */
        T complete() throws IOException;

        /** Whatever was kept goes. */
        void discard() throws IOException;
    }

    /**
     * Hands on what has become of the body, which is kept until the returned Uni ends, in whichever way.
     *
     * @param broken for a body that does not come to its end
     */
    public static <S, T> Uni<T> read(
            HttpServerRequest request, Sink<S> sink, Supplier<Problem> broken, Function<S, Uni<? extends T>> use) {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .<S>emitter(emitter -> receive(request, sink, broken, context, emitter))
                .chain(use)
                .onTermination()
                .call(() -> Uni.createFrom().completionStage(() -> context.executeBlocking(step(sink::discard), false)
                        .toCompletionStage()));
    }

    private static <S> void receive(
            HttpServerRequest request,
            Sink<S> sink,
            Supplier<Problem> broken,
            Context context,
            UniEmitter<? super S> emitter) {
        if (request.isEnded()) {
            emitter.fail(broken.get());
            return;
        }
        request.exceptionHandler(gone -> emitter.fail(broken.get()));
        request.endHandler(end -> context.executeBlocking(sink::complete, false)
                .onSuccess(emitter::complete)
                .onFailure(emitter::fail));
        request.handler(piece -> {
            request.pause();
            context.executeBlocking(step(() -> sink.read(piece)), false)
                    .onSuccess(read -> request.resume())
                    .onFailure(emitter::fail);
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT)))
            request.response().writeContinue();
        request.resume();
    }

    private interface Step {
        void run() throws IOException;
    }

    private static Callable<Boolean> step(Step step) {
        return () -> {
            step.run();
            return true;
        };
    }
}
