package polyclinic.patient.embeddings;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * all-MiniLM-L6-v2 with weights of one byte (sentence-transformers; Apache License 2.0), which lies in LangChain4j's artifact and runs
 * in this process: no text leaves it. English above all, 384 dimensions.
 *
 * <p>It is loaded with the first text, on a thread of its own, which makes one embedding after the other: whoever searches waits for
 * one text of those that are made in the background, not for all of them.
 */
final class EmbeddedTextModel implements TextModel {
    static final String NAME = "all-minilm-l6-v2-q";

    private static final int MAX_WAITING = 64;

    private final ExecutorService worker =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                Thread thread = new Thread(task, "embeddings");
                thread.setDaemon(true);
                return thread;
            });

    /** Only the worker knows it. */
    private @Nullable EmbeddingModel loaded;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Uni<List<Optional<EmbeddingVector>>> embed(List<String> texts) {
        return Multi.createFrom()
                .iterable(texts)
                .onItem()
                .transformToUniAndConcatenate(this::embed)
                .collect()
                .asList();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    private Uni<Optional<EmbeddingVector>> embed(String text) {
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> made(TextModel.cut(text))))
                .runSubscriptionOn(worker)
                .onFailure()
                .transform(EmbeddedTextModel::unavailable);
    }

    private static ModelUnavailable unavailable(Throwable failure) {
        if (!(failure instanceof RejectedExecutionException)) Log.errorf(failure, "the model %s does not work", NAME);
        return new ModelUnavailable();
    }

    private Optional<EmbeddingVector> made(String text) throws IOException, OrtException {
        EmbeddingModel model = loaded;
        if (model == null) {
            model = load();
            loaded = model;
        }
        // Of nothing but blanks and marks no token is left.
        if (text.codePoints().noneMatch(Character::isLetterOrDigit)) return Optional.empty();
        return EmbeddingVector.of(model.embed(text).content().vector());
    }

    /**
     * From files, which the native code reads itself: a heap of 128 MiB has no room for the weights once more, or twice. They lie in a
     * folder of the service's user alone, for as long as this takes.
     */
    private static EmbeddingModel load() throws IOException, OrtException {
        // DJL, whose tokenizer this is, tells its makers of machines of EC2 where it runs, unless it is told not to.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        Path folder = Files.createTempDirectory("polyclinic-model");
        System.setProperty("ENGINE_CACHE_DIR", folder.toString());
        Path weights = folder.resolve("model.onnx");
        try (InputStream bytes = resource(NAME + ".onnx");
                InputStream tokenizer = resource(NAME + "-tokenizer.json");
                OrtSession.SessionOptions options = options()) {
            Files.copy(bytes, weights);
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            OrtSession session = environment.createSession(weights.toString(), options);
            EmbeddingModel model = new MiniLm(new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.MEAN));
            Log.infof("the model %s is loaded", NAME);
            return model;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** One thread, the worker's: a second one would be taken from those who answer requests. */
    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        // What one text needed is given back, rather than kept for the next one.
        options.setCPUArenaAllocator(false);
        return options;
    }

    private static InputStream resource(String name) throws IOException {
        InputStream resource = EmbeddedTextModel.class.getClassLoader().getResourceAsStream(name);
        if (resource == null) throw new IOException("the model's file is missing: " + name);
        return resource;
    }

    private static final class MiniLm extends AbstractInProcessEmbeddingModel {
        private final OnnxBertBiEncoder encoder;

        MiniLm(OnnxBertBiEncoder encoder) {
            super(Runnable::run);
            this.encoder = encoder;
        }

        @Override
        protected OnnxBertBiEncoder model() {
            return encoder;
        }
    }
}
