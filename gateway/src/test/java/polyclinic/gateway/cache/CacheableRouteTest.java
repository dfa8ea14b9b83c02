package polyclinic.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is kept, the services' own tables allow to be kept. */
class CacheableRouteTest {
    @Test
    void each_route_is_a_read_in_a_contract() throws IOException {
        Set<String> reads = new TreeSet<>();
        try (Stream<Path> contracts = Files.list(Path.of("../contracts/openapi"))) {
            for (Path contract : contracts.toList())
                for (Map.Entry<String, Object> path : new JsonObject(Files.readString(contract)).getJsonObject("paths"))
                    if (((JsonObject) path.getValue()).containsKey("get")) reads.add(path.getKey());
        }
        for (CacheableRoute route : CacheableRoute.values()) assertThat(reads).contains(route.template());
    }

    /** A read that shows a patient is in the trail each time, which an answer from here would not be. */
    @Test
    void none_shows_a_patient() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        try (Stream<Path> services = Files.list(Path.of(".."))) {
            for (Path service : services.toList()) {
                Path table = service.resolve("src/test/resources/answers.csv");
                if (!Files.exists(table)) continue;
                for (String line : Files.readAllLines(table)) {
                    String[] words = line.split(";");
                    if (words.length > 1) shown.put(words[0], words[1]);
                }
            }
        }
        for (CacheableRoute route : CacheableRoute.values())
            assertThat(shown).containsEntry("GET " + route.template(), "none");
    }

    @Test
    void none_is_kept_longer_than_the_longest() {
        for (CacheableRoute route : CacheableRoute.values())
            assertThat(route.seconds()).isBetween(1, CacheableRoute.MAX_SECONDS);
    }
}
