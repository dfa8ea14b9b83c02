package polyclinic.notes.languagemodels;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.SameContext;
import polyclinic.notes.ailogs.entries.AiModel;

/** A model behind an address. Texts of records leave the suite there. */
final class RemoteLanguageModel implements LanguageModel {
    /** Its calls block; who asks asks for one thing at a time. */
    private static final int THREADS = 2;

    private static final int WAITING = 8;
    private static final long IDLE_S = 30;

    private final LanguageModelConfig config;
    private final String url;
    private final AiModel identity;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE_S, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                Thread thread = new Thread(work, "language model");
                thread.setDaemon(true);
                return thread;
            });
    private final ModelMetrics metrics;
    private volatile @Nullable ChatModelCalls calls;

    RemoteLanguageModel(LanguageModelConfig config, String url, String name, MeterRegistry metrics) {
        this.config = config;
        this.url = url;
        this.identity = new AiModel(config.provider(), name, name);
        this.metrics = new ModelMetrics(metrics, name, config.currency());
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public AiModel identity() {
        return identity;
    }

    @Override
    public Uni<ModelAnswer> ask(String instructions, String text) {
        Uni<ModelAnswer> answer = Uni.createFrom().emitter(emitter -> {
            try {
                Future<?> call = threads.submit(() -> {
                    try {
                        emitter.complete(calls().ask(identity, instructions, text));
                    } catch (NoModelAnswer failure) {
                        emitter.fail(failure);
                    } catch (RuntimeException | LinkageError failure) {
                        emitter.fail(new NoModelAnswer(failure.getClass().getName(), true));
                    }
                });
                emitter.onTermination(() -> call.cancel(true));
            } catch (RejectedExecutionException busy) {
                emitter.fail(new NoModelAnswer("too many questions at once", true));
            }
        });
        return SameContext.emitOn(answer.ifNoItem()
                .after(limit())
                .failWith(() -> new NoModelAnswer("no answer in time", true))
                .invoke(metrics::answered)
                .onFailure()
                .invoke(metrics::failed));
    }

    /** A server that sends a byte now and then keeps to no other limit. */
    private Duration limit() {
        return config.timeLimit();
    }

    private synchronized ChatModelCalls calls() {
        ChatModelCalls made = calls;
        if (made == null) {
            made = new ChatModelCalls(config, url, identity.name());
            calls = made;
        }
        return made;
    }

    void close() {
        threads.shutdownNow();
    }
}
