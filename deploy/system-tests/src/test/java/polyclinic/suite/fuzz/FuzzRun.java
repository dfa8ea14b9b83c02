package polyclinic.suite.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.suite.fuzz.FuzzContract.Operation;

/**
 * Asks every operation in turn, again and again, each time differently. What is sent is decided by the seed and by what there was to
 * be changed when it was sent.
 */
public final class FuzzRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Path FAULTS = Path.of("target/fuzz");

    /** As many as one caller may have open by far, and as keep a small machine busy. */
    private static final int AT_ONCE = 4;

    private final FuzzContract contract;
    private final WireClient client;
    private final long seed;
    private final Function<String, FuzzCaller> callers;
    private final List<String> roles;
    private final KnownPlaces places = new KnownPlaces();
    private final RequestMaker maker;
    private final AnswerJudge judge;
    private final Map<String, String> complaints = new ConcurrentSkipListMap<>();
    private final Map<String, Map<Integer, Integer>> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();

    /** @param callers who has a role, {@code doctor}; nobody for the empty one */
    public FuzzRun(
            FuzzContract contract,
            String gateway,
            long seed,
            List<String> roles,
            Function<String, FuzzCaller> callers) {
        this.contract = contract;
        this.client = new WireClient(gateway);
        this.seed = seed;
        this.roles = roles;
        this.callers = callers;
        this.maker = new RequestMaker(contract, places);
        this.judge = new AnswerJudge(contract);
    }

    /** Something that the run may change. */
    public void made(String address) {
        places.made(address, null);
    }

    /**
     * Asks each operation so often, or until the time is over.
     *
     * @return the complaints: operation and what is wrong → a request that shows it, and the file that has the whole of it
     */
    public Map<String, String> run(int rounds, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (int round = 0; round < rounds && System.nanoTime() < end; round++) {
                List<Operation> turn = new ArrayList<>(contract.operations());
                Collections.shuffle(turn, new Random(seed + round));
                List<Future<?>> all = new ArrayList<>();
                for (Operation operation : turn) {
                    Random random = new Random(
                            31 * (31 * seed + round) + operation.name().hashCode());
                    all.add(threads.submit(() -> {
                        if (System.nanoTime() < end) ask(operation, random);
                    }));
                }
                for (Future<?> each : all) each.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
        return complaints;
    }

    private void ask(Operation operation, Random random) {
        WireRequest request = maker.make(operation, caller(operation, random), random);
        WireAnswer answer;
        try {
            answer = client.send(request);
        } catch (IOException broke) {
            complain(operation, "no whole answer: " + broke.getMessage(), request, null);
            return;
        }
        sent.incrementAndGet();
        if (answer != null) {
            statuses.computeIfAbsent(operation.name(), first -> new ConcurrentSkipListMap<>())
                    .merge(answer.status(), 1, Integer::sum);
            learn(request, answer);
        }
        String complaint = judge.complaint(operation, request, answer);
        if (complaint != null) complain(operation, complaint, request, answer);
    }

    private void complain(Operation operation, String complaint, WireRequest request, @Nullable WireAnswer answer) {
        String text = request.shown() + (answer == null ? "" : " → " + answer.status() + " " + start(answer.text()));
        String fault = operation.name() + ": " + complaint;
        if (complaints.putIfAbsent(fault, text) == null) complaints.put(fault, text + " (" + keep(request) + ")");
    }

    /**
     * Writes the request to a file as it was sent, with {@code TOKEN} for the token: {@code sed "s/TOKEN/…/" FILE | nc 127.0.0.1 8080}
     * sends it again.
     */
    private Path keep(WireRequest request) {
        try {
            Files.createDirectories(FAULTS);
            Path file = FAULTS.resolve("seed-" + seed + "-" + kept.incrementAndGet() + ".http");
            return Files.write(file, request.withoutToken().bytes("localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String start(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + "…";
    }

    /** Mostly somebody who has the operation, sometimes somebody else. Nobody at all is asked for seldom: it is counted by address. */
    private FuzzCaller caller(Operation operation, Random random) {
        List<String> own = operation.roles().stream().filter(roles::contains).toList();
        boolean other = own.isEmpty() || random.nextInt(8) == 0;
        List<String> from = other ? roles : own;
        return callers.apply(from.get(random.nextInt(from.size())));
    }

    private void learn(WireRequest request, WireAnswer answer) {
        String path = request.target().replaceFirst("\\?.*", "");
        String location = answer.header("location");
        if (answer.status() == 201 && location != null && location.contains("/api/"))
            places.made(location.substring(location.indexOf("/api/")), answer.header("etag"));
        if (answer.status() != 200 || !answer.type().equals("application/json")) return;
        if (answer.header("etag") != null) places.seen(path, answer.header("etag"));
        try {
            JsonNode items = JSON.readTree(answer.body()).path("items");
            if (items.isArray()) places.listed(path, items);
        } catch (IOException noJson) {
            // The judge says so.
        }
    }

    public int sent() {
        return sent.get();
    }

    /** Returns how often each operation was answered how. */
    public Map<String, Map<Integer, Integer>> statuses() {
        return new TreeMap<>(statuses);
    }
}
