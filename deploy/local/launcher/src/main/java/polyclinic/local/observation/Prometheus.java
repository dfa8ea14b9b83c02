package polyclinic.local.observation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import polyclinic.local.process.Probe;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.settings.EnvironmentFile;
import polyclinic.local.settings.Settings;

/**
 * The machine's own Prometheus on loopback, with the configuration and the rules of {@code deploy/prometheus} over the services of
 * the local stack. It keeps what it has seen for two weeks or up to 1 GB, and ends with the program that started it.
 */
public final class Prometheus extends ServerProcess {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Path program;
    private final PrometheusFiles files;

    /** @param program the executable, as {@link PrometheusProgram} finds it */
    public Prometheus(Settings settings, Path program, int port) {
        super("prometheus", settings.home().resolve("prometheus"), port);
        this.program = program;
        this.files = new PrometheusFiles(
                settings.root().resolve("deploy/prometheus"), dir(), EnvironmentFile.read(settings), port);
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    protected Launch prepare() throws IOException {
        Path configuration = files.write();
        return new Launch(
                List.of(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + Files.createDirectories(dir().resolve("data")),
                        "--storage.tsdb.retention.time=15d",
                        "--storage.tsdb.retention.size=1GB",
                        "--web.listen-address=127.0.0.1:" + port()),
                Map.of(),
                dir());
    }

    @Override
    protected boolean answers() {
        return Probe.http(url() + "/-/ready") == 200;
    }

    /** It writes down on the way out what it has in memory. */
    @Override
    protected Duration stopTimeout() {
        return STOP_TIMEOUT;
    }
}
