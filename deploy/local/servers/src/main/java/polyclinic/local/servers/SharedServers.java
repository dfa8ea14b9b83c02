package polyclinic.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Probe;
import polyclinic.local.process.ServerProcess;

/**
 * PostgreSQL, Kafka, Redis, S3 and MongoDB for a whole run of tests, started once. The tests of one module after another, each in a
 * process of its own, have them for themselves ({@link ServerPool}). A test may kill one and start it again: what it started belongs
 * to the run from then on.
 */
public final class SharedServers implements AutoCloseable {
    private static final String PORTS = "ports";
    private static final int PORT_COUNT = 6;
    private static final long ADOPTION_PERIOD_MS = 500;

    private final Path folder;
    private final Postgres postgres;
    private final Kafka kafka;
    private final Redis redis;
    private final S3 s3;
    private final Mongo mongo;
    private final ScheduledExecutorService adoption = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "shared servers");
        thread.setDaemon(true);
        return thread;
    });

    private SharedServers(Path folder, List<Integer> ports) {
        this.folder = folder;
        this.postgres = Postgres.at(folder.resolve("postgres"), ports.get(0), List.of());
        this.kafka = Kafka.at(folder.resolve("kafka"), ports.get(1), ports.get(2), Map.of());
        this.redis = Redis.at(folder.resolve("redis"), ports.get(3));
        this.s3 = S3.at(folder.resolve("s3"), ports.get(4), List.of());
        this.mongo = Mongo.at(folder.resolve("mongo"), ports.get(5));
    }

    /** Starts them all at once on fresh data; they end with this program at the latest. */
    public static SharedServers start(Path folder) {
        Distribution.delete(folder);
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < PORT_COUNT) {
            ports.add(Probe.freePort());
        }
        SharedServers servers = new SharedServers(folder, ports);
        servers.writePorts(ports);
        try {
            CompletableFuture.allOf(servers.all().stream()
                            .map(server -> CompletableFuture.runAsync(server::start, task -> new Thread(task).start()))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            servers.close();
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        servers.adoption.scheduleWithFixedDelay(
                () -> servers.all().forEach(ServerProcess::watchRestarted),
                ADOPTION_PERIOD_MS,
                ADOPTION_PERIOD_MS,
                TimeUnit.MILLISECONDS);
        return servers;
    }

    /**
     * The servers that another program started in the folder. What is started through them is left to that program: it does
     * not end with this one.
     */
    public static SharedServers in(Path folder) {
        try {
            List<Integer> ports = Files.readAllLines(folder.resolve(PORTS)).stream()
                    .map(Integer::valueOf)
                    .toList();
            SharedServers servers = new SharedServers(folder, ports);
            servers.all().forEach(server -> server.detached().adopt());
            return servers;
        } catch (IOException e) {
            throw new UncheckedIOException("no servers were started in " + folder, e);
        }
    }

    public Postgres postgres() {
        return postgres;
    }

    public Kafka kafka() {
        return kafka;
    }

    public Redis redis() {
        return redis;
    }

    public S3 s3() {
        return s3;
    }

    public Mongo mongo() {
        return mongo;
    }

    /** Ends them, those too that a test has started again. */
    @Override
    public void close() {
        adoption.shutdownNow();
        for (ServerProcess server : all()) {
            server.watchRestarted();
            server.kill();
        }
    }

    private List<ServerProcess> all() {
        return List.of(postgres, kafka, redis, s3, mongo);
    }

    private void writePorts(List<Integer> ports) {
        try {
            Files.createDirectories(folder);
            Files.write(
                    folder.resolve(PORTS), ports.stream().map(String::valueOf).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
