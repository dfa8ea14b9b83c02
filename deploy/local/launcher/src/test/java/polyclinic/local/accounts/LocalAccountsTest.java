package polyclinic.local.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import polyclinic.local.settings.Settings;

class LocalAccountsTest {
    @Test
    void the_accounts_are_those_of_the_realm() throws Exception {
        JsonNode realm = new ObjectMapper()
                .readTree(Settings.of(Map.of())
                        .root()
                        .resolve("deploy/keycloak/realm.json")
                        .toFile());
        List<String> accounts = new ArrayList<>();
        realm.path("users").forEach(user -> {
            if (!user.has("serviceAccountClientId")) {
                accounts.add(user.path("username").asText());
            }
        });

        assertThat(LocalAccounts.NAMES).containsExactlyInAnyOrderElementsOf(accounts);
    }
}
