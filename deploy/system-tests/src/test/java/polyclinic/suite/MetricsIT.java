package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import polyclinic.clients.demo.Demo;
import polyclinic.commons.documentation.MetricsDocument;
import polyclinic.commons.documentation.Scrape;

/** What Prometheus gets from the gateway and all services after a clinic's day. */
class MetricsIT {
    private static final List<String> SERVICES = List.of(
            "gateway",
            "patient-service",
            "appointment-service",
            "prescription-service",
            "billing-service",
            "notes-service",
            "asset-service",
            "audit-service");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern EMAIL = Pattern.compile("[\\w.+-]+@[\\w-]+\\.\\w+");
    /** A selector of PromQL: a name, and what it is narrowed by or the time it is looked at over. */
    private static final Pattern SELECTED = Pattern.compile("(?<![\\w:$.-])([a-z]\\w++)(?=[{\\[])");

    private static final Pattern OWN = Pattern.compile("(?<![\\w:/.-])(?:polyclinic|gateway)_\\w++(?!:)");
    private static final Pattern OTHER_PROGRAM =
            Pattern.compile("exporter|CloudNativePG|kubelet|cert-manager|Prometheus|Alertmanager");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final MetricsDocument DOCUMENT = MetricsDocument.ofRepository();
    private static Map<String, Scrape> scrapes = Map.of();

    @BeforeAll
    static void a_day() {
        Demo.run(Suite.clinic(), new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        // What a store is asked for is measured every ten seconds, and of Kafka's clients what is new once a minute.
        await().atMost(Duration.ofSeconds(100))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    scrapes = SERVICES.stream().collect(Collectors.toMap(Function.identity(), MetricsIT::scrape));
                    assertThat(missing()).isEmpty();
                    assertThat(missingOfLibraries()).isEmpty();
                    assertThat(of("audit-service").sum("polyclinic_audit_verified_timestamp_seconds", Map.of()))
                            .isPositive();
                });
    }

    private static Scrape scrape(String service) {
        String name = service.replace("-service", "").toUpperCase(Locale.ROOT);
        String management = Suite.environmentFile().get("POLYCLINIC_" + name + "_MANAGEMENT_URL");
        HttpRequest request = HttpRequest.newBuilder(URI.create(management + "/q/metrics"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return Scrape.of(HTTP.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Scrape of(String service) {
        return scrapes.get(service);
    }

    private static Stream<Scrape.Series> series() {
        return scrapes.values().stream().flatMap(scrape -> scrape.series().stream());
    }

    private static List<String> missing() {
        return SERVICES.stream()
                .flatMap(service -> Stream.concat(
                                DOCUMENT.missing(service, of(service), MetricsDocument.Metric::isAlwaysThere).stream(),
                                unused(service))
                        .map(metric -> service + ": " + metric))
                .toList();
    }

    /** Those that begin with their first use, which a day has brought, though not with each value of each label. */
    private static Stream<String> unused(String service) {
        return DOCUMENT.metrics().stream()
                .filter(metric -> metric.isOf(service) && metric.onceUsed())
                .map(metric -> metric.name() + (metric.kind().equals("timer") ? "_count" : ""))
                .filter(name -> of(service).find(name, Map.of()).findAny().isEmpty());
    }

    @Test
    void the_documentation_and_the_scrape_agree_both_ways() {
        assertThat(missing()).isEmpty();
        assertThat(SERVICES).allSatisfy(service -> assertThat(DOCUMENT.undocumented(service, of(service)))
                .as(service)
                .isEmpty());
    }

    /** Every figure of the day, as a real Prometheus has it that {@code observe} runs over the stack; its rules can be evaluated. */
    @Test
    void a_prometheus_over_the_stack_shows_the_day() throws Exception {
        try (ObservedStack observed = ObservedStack.start()) {
            Map<String, Double> expected = new TreeMap<>();
            SERVICES.forEach(service -> DOCUMENT.metrics().stream()
                    .filter(metric -> metric.isOf(service) && metric.kind().equals("counter") && !metric.onceSetUp())
                    .forEach(metric -> expected.put(
                            service + " " + metric.name(), of(service).sum(metric.name(), Map.of()))));
            assertThat(expected.values()).anyMatch(value -> value > 0);

            await().atMost(Duration.ofSeconds(100))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        Map<String, Double> shown = observed.sums();
                        assertThat(expected).allSatisfy((name, value) -> assertThat(shown.getOrDefault(name, -1.0))
                                .as(name)
                                .isGreaterThanOrEqualTo(value));
                        assertThat(observed.failingRules()).isEmpty();
                    });
        }
    }

    @Test
    void no_series_is_there_twice() {
        assertThat(SERVICES)
                .allSatisfy(
                        service -> assertThat(of(service).doubles()).as(service).isEmpty());
    }

    @Test
    void no_label_tells_of_a_person_or_a_record() {
        PersonalTexts personal = PersonalTexts.of(Suite.clinic());
        List<String> told = series().flatMap(series -> series.labels().entrySet().stream()
                        .filter(label -> isPersonal(label.getValue(), personal))
                        .map(label -> series.name() + " " + label))
                .distinct()
                .toList();
        assertThat(told).isEmpty();
    }

    private static boolean isPersonal(String value, PersonalTexts personal) {
        return UUID.matcher(value).find() || EMAIL.matcher(value).find() || personal.areIn(value);
    }

    @Test
    void the_days_figures_are_there() {
        assertGrown("appointment-service", "polyclinic_bookings_total", Map.of("outcome", "booked"));
        assertGrown("appointment-service", "polyclinic_bookings_total", Map.of("outcome", "slot_taken"));
        assertGrown("appointment-service", "polyclinic_queue_wait_seconds_count", Map.of());
        Map<String, String> issued = Map.of("process", "issuing", "outcome", "issued");
        assertGrown("prescription-service", "polyclinic_process_finished_total", issued);
        assertGrown("prescription-service", "polyclinic_process_duration_seconds_bucket", issued, "le", "60.0");
        Map<String, String> stored = Map.of("process", "upload", "outcome", "stored");
        assertGrown("asset-service", "polyclinic_process_finished_total", stored);
        assertGrown("audit-service", "polyclinic_audit_entries_total", Map.of());
        assertGrown("audit-service", "polyclinic_audit_lag_seconds_count", Map.of());
        assertGrown("audit-service", "polyclinic_audit_verifications_total", Map.of("result", "valid"));
        Map<String, String> booked = Map.of("route", "/api/v1/appointments", "method", "POST", "outcome", "2xx");
        assertGrown("gateway", "gateway_requests_seconds_count", booked);
        assertThat(of("audit-service").sum("polyclinic_audit_checkpoint_age_seconds", Map.of()))
                .isLessThan(60);
        for (String service : SERVICES.subList(1, 6)) {
            assertGrown(service, "polyclinic_event_delay_seconds_count", Map.of());
            assertGrown(service, "polyclinic_outbox_sent_total", Map.of());
            assertGrown(service, "http_server_requests_seconds_count", Map.of());
        }
    }

    private static void assertGrown(String service, String name, Map<String, String> labels, String... more) {
        Map<String, String> all = new TreeMap<>(labels);
        if (more.length > 0) all.put(more[0], more[1]);
        assertThat(of(service).sum(name, all)).as(service + ": " + name + all).isPositive();
    }

    /** Of what the suite measures itself every name, of the rest what is selected by labels or over a time. */
    @Test
    void what_rules_and_dashboards_ask_for_is_measured() throws IOException {
        Set<String> measured = series().map(Scrape.Series::name).collect(Collectors.toSet());
        Set<String> kinds =
                measured.stream().map(name -> name.replaceFirst("_.*", "")).collect(Collectors.toSet());
        Set<String> elsewhere = ofOthers(true);
        DOCUMENT.metrics().stream()
                .filter(metric -> SERVICES.stream().noneMatch(metric::isOf))
                .forEach(metric -> elsewhere.add(metric.name()));
        for (Path file : rulesAndDashboards()) {
            String text = Files.readString(file);
            Set<String> asked = Stream.concat(names(OWN, text, 0), names(SELECTED, text, 1))
                    .filter(name -> kinds.contains(name.replaceFirst("_.*", "")))
                    .filter(name -> !elsewhere.contains(name) && !measured.contains(name))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(asked).as(file.toString()).isEmpty();
        }
    }

    @Test
    void what_is_expected_of_the_libraries_is_measured() throws IOException {
        assertThat(ofOthers(false)).isNotEmpty();
        assertThat(missingOfLibraries()).isEmpty();
    }

    private static List<String> missingOfLibraries() throws IOException {
        Set<String> measured = series().map(Scrape.Series::name).collect(Collectors.toSet());
        return ofOthers(false).stream()
                .filter(name -> !measured.contains(name) && !measured.contains(name + "_count"))
                .toList();
    }

    /** @param programs those that other programs give to Prometheus, else those that libraries give in our processes */
    private static Set<String> ofOthers(boolean programs) throws IOException {
        return Files.readAllLines(Suite.root().resolve("deploy/prometheus/metrics-of-others.csv")).stream()
                .skip(1)
                .filter(line -> OTHER_PROGRAM.matcher(line).find() == programs)
                .map(line -> line.substring(0, line.indexOf(',')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> names(Pattern pattern, String text, int group) {
        return pattern.matcher(text).results().map((MatchResult found) -> found.group(group));
    }

    private static List<Path> rulesAndDashboards() throws IOException {
        try (Stream<Path> files = Files.walk(Suite.root().resolve("deploy"))) {
            return files.filter(file -> file.toString().matches(".*/prometheus/rules/[^/]+\\.yaml")
                            || file.toString().matches(".*/grafana/dashboards/[^/]+\\.json"))
                    .toList();
        }
    }
}
