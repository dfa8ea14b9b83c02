package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openapitools.openapidiff.core.OpenApiCompare;
import polyclinic.commons.testing.requests.ContractDocument;

/** The REST contract that clients hold: what {@code contracts/openapi} promises, the code still does. */
class OpenApiIT {
    @ParameterizedTest
    @ValueSource(strings = {"patient", "appointment", "prescription", "billing", "notes", "asset", "audit"})
    void the_code_keeps_the_contract(String service) throws IOException {
        Path built = built(service);
        Path committed = committed(service);
        if (System.getProperty("contracts.update") != null)
            Files.copy(built, committed, StandardCopyOption.REPLACE_EXISTING);

        var difference = OpenApiCompare.fromContents(Files.readString(committed), Files.readString(built));

        assertThat(difference.isCompatible())
                .as("%s: a breaking difference; change the code, or the contract with -Dcontracts.update", service)
                .isTrue();
    }

    /** Neither what the code says nor what was committed of it describes anything that no operation takes or answers. */
    @ParameterizedTest
    @ValueSource(strings = {"patient", "appointment", "prescription", "billing", "notes", "asset", "audit"})
    void no_component_is_unused(String service) throws IOException {
        assertThat(ContractDocument.of(Files.readString(built(service))).unusedComponents())
                .isEmpty();
        assertThat(ContractDocument.of(Files.readString(committed(service))).unusedComponents())
                .isEmpty();
    }

    private static Path built(String service) {
        return Suite.root().resolve(service + "-service/target/openapi/openapi.json");
    }

    private static Path committed(String service) {
        return Suite.root().resolve("contracts/openapi/" + service + ".json");
    }
}
