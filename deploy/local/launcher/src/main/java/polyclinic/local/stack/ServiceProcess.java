package polyclinic.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import polyclinic.local.process.JavaArchive;
import polyclinic.local.process.Jdk;
import polyclinic.local.process.Probe;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.terminal.UserError;

/** A replica of a packaged service: {@code java -jar <service>/target/quarkus-app/quarkus-run.jar}. Ready when its readiness check says so. */
final class ServiceProcess extends ServerProcess {
    /**
     * Services whose work comes rarely or in batches. With the C1 compiler alone they start sooner, use less memory and leave the
     * processor to the services that every request passes through.
     */
    /** As long as a pod has. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(45);

    private static final Set<String> BACKGROUND = Set.of("notes-service", "asset-service", "audit-service");

    /** Folders of the signing keys and of unfinished uploads in the service's own folder. */
    static final String KEYS = "keys";

    static final String UPLOADS = "uploads";

    private final ServiceReplica replica;
    private final int managementPort;
    private final Path application;
    private final boolean shortLived;
    private final Supplier<Map<String, String>> environment;
    private final JavaArchive archive;

    /**
     * @param application the folder of the packaged service
     * @param shortLived whether it will be killed and started again before the C2 compiler has been worth its work
     */
    ServiceProcess(
            ServiceReplica replica,
            Path dir,
            int port,
            int managementPort,
            Path application,
            boolean shortLived,
            Supplier<Map<String, String>> environment) {
        super(replica.name(), dir, port);
        this.replica = replica;
        this.managementPort = managementPort;
        this.application = application;
        this.shortLived = shortLived;
        this.environment = environment;
        // All replicas load the same classes.
        this.archive = new JavaArchive(replica.service());
    }

    String service() {
        return replica.service();
    }

    int managementPort() {
        return managementPort;
    }

    /** These services do their work after a request, from its events. */
    @Override
    protected boolean inBackground() {
        return BACKGROUND.contains(service());
    }

    /** Returns whether it was built again since it started. */
    boolean isOutdated() {
        Instant started = startedAt();
        try {
            Instant built = Files.getLastModifiedTime(jar()).toInstant();
            return isAlive() && started != null && built.isAfter(started);
        } catch (IOException notBuilt) {
            return false;
        }
    }

    @Override
    protected Launch prepare() throws IOException {
        if (!Files.exists(jar())) {
            throw new UserError(jar() + " is missing; run ./polyclinic up");
        }
        Map<String, String> variables = new HashMap<>(environment.get());
        Files.createDirectories(dir().resolve(KEYS));
        Files.createDirectories(dir().resolve(UPLOADS));
        // glibc keeps an arena of freed memory per thread otherwise.
        variables.putIfAbsent("MALLOC_ARENA_MAX", "2");
        List<String> command = new ArrayList<>();
        command.add(Jdk.newest().java().toString());
        command.addAll(flags());
        command.addAll(archive.flags(Files.getLastModifiedTime(jar()) + " " + Files.size(jar())));
        command.addAll(List.of("-jar", jar().toString()));
        return new Launch(command, variables, dir());
    }

    @Override
    protected boolean answers() {
        String scheme = certificate() == null ? "http" : "https";
        return Probe.http(scheme + "://127.0.0.1:" + managementPort + "/q/health/ready", certificate()) == 200;
    }

    @Override
    protected Duration startTimeout() {
        return Duration.ofMinutes(3);
    }

    @Override
    protected Duration stopTimeout() {
        return archive.isRecording() ? JavaArchive.WRITING_TIMEOUT : GRACE_PERIOD;
    }

    @Override
    protected void stopped() {
        archive.keep();
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>(List.of(
                "-Xms24m",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=40",
                "-Xss512k",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:MaxDirectMemorySize=96m",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        if (shortLived || BACKGROUND.contains(service())) flags.add("-XX:TieredStopAtLevel=1");
        flags.addAll(Jdk.newest().modern());
        return flags;
    }

    private Path jar() {
        return application.resolve("quarkus-run.jar");
    }
}
