package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import polyclinic.local.process.Probe;

/** The suite's stack with {@code ./polyclinic observe} over it: Debian's Prometheus, and what it has seen. */
final class ObservedStack implements AutoCloseable {
    /** The exit code of the script where a program is not to be had for this machine. */
    private static final int NOT_FOR_THIS_MACHINE = 3;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final String url;

    private ObservedStack(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static ObservedStack start() throws IOException, InterruptedException {
        ProcessBuilder builder = Suite.command("observe", "--json", "--port", String.valueOf(Probe.freePort()));
        builder.environment().put("POLYCLINIC_PROMETHEUS", prometheus());
        Process process = builder.redirectErrorStream(false)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        assertThat(line).as("observe has ended").isNotNull();
        return new ObservedStack(process, JSON.readTree(line).path("url").asText());
    }

    private static String prometheus() throws IOException, InterruptedException {
        Process script = new ProcessBuilder("sh", "deploy/checks/tools.sh", "--path", "prometheus")
                .directory(Suite.root().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String path = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exit = script.waitFor();
        assumeTrue(exit != NOT_FOR_THIS_MACHINE, "there is no Prometheus for this machine");
        assertThat(exit).as("deploy/checks/tools.sh prometheus").isZero();
        return path;
    }

    /** Sums of all series of the suite's own, by service and name: {@code "gateway gateway_requests_seconds_count"}. */
    Map<String, Double> sums() {
        Map<String, Double> sums = new TreeMap<>();
        ask("/api/v1/query?query="
                        + URLEncoder.encode(
                                "sum by (service, __name__) ({__name__=~\"(polyclinic|gateway)_.+\"})",
                                StandardCharsets.UTF_8))
                .at("/data/result")
                .forEach(result -> sums.put(
                        result.at("/metric/service").asText() + " "
                                + result.at("/metric/__name__").asText(),
                        result.at("/value/1").asDouble()));
        return sums;
    }

    /** Rules that cannot be evaluated, with the reason. Those of long periods have their first turn after minutes. */
    List<String> failingRules() {
        List<String> failing = new ArrayList<>();
        int evaluated = 0;
        for (JsonNode group : ask("/api/v1/rules").at("/data/groups"))
            for (JsonNode rule : group.path("rules")) {
                if (rule.path("health").asText().equals("ok")) evaluated++;
                if (rule.path("health").asText().equals("err"))
                    failing.add(rule.path("name").asText() + ": "
                            + rule.path("lastError").asText());
            }
        assertThat(evaluated).isPositive();
        return failing;
    }

    private JsonNode ask(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new AssertionError("Prometheus does not answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
    }
}
