package polyclinic.gateway.upstreams;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the services promise their clients, the gateway leads to. */
class RoutesOfContractsTest {
    private static final Path CONTRACTS = Path.of("../contracts/openapi");

    @Test
    void each_service_is_asked_for_the_paths_of_its_contract() throws IOException {
        Properties settings = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(file);
        }
        for (Path contract : contracts()) {
            String service = contract.getFileName().toString().replace(".json", "-service");
            String prefixes = settings.getProperty("polyclinic.gateway.upstreams." + service + ".prefixes", "");
            assertThat(Set.of(prefixes.split(","))).as(service).containsAll(prefixes(contract));
        }
    }

    private static Set<String> prefixes(Path contract) throws IOException {
        Set<String> prefixes = new TreeSet<>();
        for (String path : new JsonObject(Files.readString(contract))
                .getJsonObject("paths")
                .fieldNames()) prefixes.add(ApiPath.prefix(path.replaceAll("[{}]", "")));
        return prefixes;
    }

    private static List<Path> contracts() throws IOException {
        try (Stream<Path> files = Files.list(CONTRACTS)) {
            return files.sorted().toList();
        }
    }
}
