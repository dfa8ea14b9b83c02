package polyclinic.recovery.suite;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * The metrics of recovery points and drills. These programs end, so nobody can scrape them: the values lie in a file in
 * Prometheus's text format, which node_exporter's textfile collector reads, and are sent to a Pushgateway where
 * {@code POLYCLINIC_PUSHGATEWAY_URL} names one.
 */
public final class RecoveryMetrics {
    public static final String POINT_TIMESTAMP = "polyclinic_recovery_point_timestamp_seconds";
    public static final String POINT_HOLD = "polyclinic_recovery_point_hold_seconds";
    public static final String POINT_FAILED = "polyclinic_recovery_point_failed_total";
    public static final String DRILL_TIMESTAMP = "polyclinic_drill_success_timestamp_seconds";
    public static final String DRILL_RTO = "polyclinic_drill_rto_seconds";
    public static final String DRILL_RPO = "polyclinic_drill_rpo_seconds";
    public static final String DRILL_FAILED = "polyclinic_drill_failed_total";

    private static final Pattern LINE =
            Pattern.compile("(polyclinic_\\w+) (-?\\d{1,30}(?:\\.\\d{1,30})?(?:E-?\\d{1,3})?)");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Map<String, String> HELP = new TreeMap<>(Map.of(
            POINT_TIMESTAMP, "When the newest recovery point was made",
            POINT_HOLD, "How long writes were held for the newest recovery point",
            POINT_FAILED, "Recovery points that could not be made",
            DRILL_TIMESTAMP, "When a drill passed last",
            DRILL_RTO, "From the beginning of the last drill that passed to the first booking in what it restored",
            DRILL_RPO, "The age that the recovery point of the last drill that passed had",
            DRILL_FAILED, "Drills that failed"));

    private final Path file;
    private final String gateway;
    private final Map<String, Double> set = new TreeMap<>();
    private final Map<String, Double> counted = new TreeMap<>();

    private RecoveryMetrics(Path file, String gateway) {
        this.file = file;
        this.gateway = gateway;
    }

    /** Returns the metrics of a home. What others write meanwhile, a backup and a drill at once, is kept. */
    public static RecoveryMetrics of(Map<String, String> environment, Path home) {
        Path file = Path.of(environment.getOrDefault(
                "POLYCLINIC_RECOVERY_METRICS",
                home.resolve("recovery/metrics.prom").toString()));
        return new RecoveryMetrics(file, environment.getOrDefault("POLYCLINIC_PUSHGATEWAY_URL", ""));
    }

    public void set(String name, double value) {
        set.put(name, value);
    }

    public void count(String name) {
        counted.merge(name, 1.0, Double::sum);
    }

    /**
     * Adds what happened to what the file says, in one step, and sends the values; the counters are there from the beginning. What
     * cannot be written or sent is no reason to fail.
     */
    public void publish() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            String text = write();
            if (!gateway.isEmpty()) {
                send(text);
            }
        } catch (IOException e) {
            System.err.println("polyclinic: the metrics could not be written: " + RecoveryFailed.reason(e));
        }
    }

    private String write() throws IOException {
        try (FileChannel channel =
                FileChannel.open(beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Until the channel is closed.
            channel.lock();
            Map<String, Double> values = new TreeMap<>(Map.of(POINT_FAILED, 0.0, DRILL_FAILED, 0.0));
            values.putAll(read());
            values.putAll(set);
            counted.forEach((name, times) -> values.merge(name, times, Double::sum));
            set.clear();
            counted.clear();
            String text = text(values);
            Path part = beside(".part");
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return text;
        }
    }

    private Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private void send(String text) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(gateway.replaceFirst("/+$", "") + "/metrics/job/polyclinic-recovery"))
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build();
        try {
            int status = HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status >= 300) {
                throw new IOException("the Pushgateway answers " + status);
            }
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }

    /** A line that nobody understands is left out: figures are not worth a backup. */
    private Map<String, Double> read() throws IOException {
        Map<String, Double> values = new TreeMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                Matcher value = LINE.matcher(line);
                if (value.matches() && HELP.containsKey(value.group(1))) {
                    values.put(value.group(1), Double.parseDouble(value.group(2)));
                }
            }
        }
        return values;
    }

    private static String text(Map<String, Double> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(String.format(
                Locale.ROOT,
                "# HELP %s %s%n# TYPE %s %s%n%s %s%n",
                name,
                HELP.get(name),
                name,
                name.endsWith("_total") ? "counter" : "gauge",
                name,
                value)));
        return text.toString();
    }
}
