package polyclinic.local;

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
import polyclinic.local.servers.JavaArchive;
import polyclinic.local.servers.Jdk;
import polyclinic.local.servers.Probe;
import polyclinic.local.servers.ServerProcess;

/** A packaged service: {@code java -jar <service>/target/quarkus-app/quarkus-run.jar}. Ready when it says so itself. */
final class ServiceProcess extends ServerProcess {
    /**
     * What these do comes rarely or in batches. Compiled quickly and not well, they start sooner, are smaller and leave the
     * processor to those that every request passes.
     */
    private static final Set<String> QUIET =
            Set.of("prescription-service", "notes-service", "asset-service", "audit-service");

    private final Path module;
    private final Supplier<Map<String, String>> environment;
    private final JavaArchive archive;

    ServiceProcess(String name, Path dir, int port, Path module, Supplier<Map<String, String>> environment) {
        super(name, dir, port);
        this.module = module;
        this.environment = environment;
        this.archive = new JavaArchive(name);
    }

    /** What these do for every request that passes elsewhere is done from events, later. */
    @Override
    protected boolean inBackground() {
        return QUIET.contains(name());
    }

    /** Built again since it started. */
    boolean isOutdated() {
        try {
            Instant built = Files.getLastModifiedTime(jar()).toInstant();
            return isAlive() && built.isAfter(startedAt());
        } catch (IOException notBuilt) {
            return false;
        }
    }

    @Override
    protected Launch prepare() throws IOException {
        if (!Files.exists(jar())) {
            throw new Complaint(jar() + " is missing; run ./polyclinic up");
        }
        Map<String, String> variables = new HashMap<>(environment.get());
        for (String folder : List.of("POLYCLINIC_KEYS", "POLYCLINIC_UPLOADS")) {
            Files.createDirectories(Path.of(variables.get(folder)));
        }
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
        return Probe.http("http://127.0.0.1:" + port() + "/q/health/ready") == 200;
    }

    @Override
    protected Duration patience() {
        return Duration.ofMinutes(3);
    }

    @Override
    protected Duration stopPatience() {
        return archive.isRecording() ? Duration.ofMinutes(3) : Duration.ofSeconds(25);
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
        if (QUIET.contains(name())) flags.add("-XX:TieredStopAtLevel=1");
        flags.addAll(Jdk.newest().modern());
        return flags;
    }

    private Path jar() {
        return module.resolve("target/quarkus-app/quarkus-run.jar");
    }
}
