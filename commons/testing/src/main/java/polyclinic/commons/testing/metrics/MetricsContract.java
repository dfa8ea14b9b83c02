package polyclinic.commons.testing.metrics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.management;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import polyclinic.commons.documentation.MetricsDocument;
import polyclinic.commons.documentation.Scrape;
import polyclinic.commons.testing.web.Concurrently;

/** What a service measures, held against {@code docs/metrics.md}; and that none of it is a client's text. */
public abstract class MetricsContract {
    private static final MetricsDocument DOCUMENT = MetricsDocument.ofRepository();
    /** Nothing in the code has it. */
    protected static final String MARK = "zq7x";

    private final String service = ConfigProvider.getConfig().getValue("quarkus.application.name", String.class);

    /** The path templates of the service's operations. */
    protected Collection<String> templates() {
        Map<String, Object> paths =
                management().queryParam("format", "json").get("/q/openapi").path("paths");
        return paths.keySet();
    }

    /** A request of somebody who may do something here. */
    protected RequestSpecification signedIn() {
        return as("nurse");
    }

    @Test
    void counters_are_there_from_the_start_with_each_value_of_their_labels() {
        assertThat(DOCUMENT.missing(service, MetricsAtStart.scrape(), MetricsDocument.Metric::isAlwaysThere))
                .isEmpty();
    }

    @Test
    void what_is_measured_is_documented() {
        Scrape scrape = scrape();
        assertThat(DOCUMENT.undocumented(service, scrape)).isEmpty();
        assertThat(scrape.doubles()).isEmpty();
    }

    @Test
    void no_client_makes_a_series_of_its_text() {
        String id = UUID.randomUUID().toString();
        List<Supplier<RequestSpecification>> clients = List.of(
                () -> given(),
                () -> given().header("Authorization", "Bearer " + MARK),
                this::signedIn,
                () -> signedIn().contentType("text/" + MARK).accept("text/" + MARK),
                () -> signedIn().contentType("application/json").body("{" + MARK));
        List<String> methods = List.of("GET", "POST", "PATCH", "DELETE", MARK.toUpperCase(Locale.ROOT));
        List<String> paths = hostile(id);
        // Each method meets each client, at one path or another: all three together would be thousands.
        List<Callable<Response>> requests = new ArrayList<>();
        for (int path = 0; path < paths.size(); path++)
            for (int method = 0; method < methods.size(); method++) {
                Supplier<RequestSpecification> client = clients.get((path + method) % clients.size());
                String verb = methods.get(method);
                String address = paths.get(path);
                // RestAssured opens a connection for each and leaves it open: more than one address may have of the
                // gateway's.
                requests.add(() -> client.get()
                        .urlEncodingEnabled(false)
                        .header("User-Agent", MARK)
                        .header("Connection", "close")
                        .request(verb, address));
            }
        Concurrently.inTurn(requests);

        assertThat(scrape().find("http_server_requests_seconds_count", Map.of()).map(Object::toString))
                .noneMatch(series -> series.toLowerCase(Locale.ROOT).contains(MARK) || series.contains(id));
        assertThat(scrape().series().stream().map(Object::toString))
                .noneMatch(series -> series.toLowerCase(Locale.ROOT).contains(MARK) || series.contains(id));
    }

    /** Addresses that are nothing, and those of the API with an id that is none, one that nothing has, and a word too many. */
    private List<String> hostile(String id) {
        List<String> all = new ArrayList<>(
                List.of("/" + MARK, "/" + id, "/api/v1/" + MARK + "/" + id, "/q/" + MARK, "/%7B" + MARK + "%7D"));
        for (String path : templates()) {
            all.add(path.replaceAll("\\{[^}]+}", MARK) + "?" + MARK + "=" + MARK);
            all.add(path.replaceAll("\\{[^}]+}", id));
            all.add(path.replaceAll("\\{[^}]+}", id) + "/" + MARK);
        }
        return all;
    }

    protected static Scrape scrape() {
        return Scrape.of(management().get("/q/metrics").asString());
    }

    /** Of one metric alone, of whose name all its series begin: a gateway has twenty thousand lines. */
    protected static Scrape scrape(String metric) {
        return Scrape.of(management()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(metric))
                .collect(Collectors.joining("\n")));
    }
}
