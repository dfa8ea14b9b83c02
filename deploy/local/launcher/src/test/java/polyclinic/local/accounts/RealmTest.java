package polyclinic.local.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The realm of a production system, and that of the local stack, which differs from it only where the README says so. */
class RealmTest {
    private static final Pattern DIFFERENCE = Pattern.compile("(?m)^\\| `([^`]+)` \\| .{20,} \\|$");
    private static final ObjectWriter WRITER = new ObjectMapper()
            .writer(new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private final JsonNode production = RealmFiles.productionRealm();

    @Test
    void the_local_realm_is_the_production_realm_with_the_overlay_on_it() throws Exception {
        JsonNode merged = RealmFiles.overlay().on(production);
        if (System.getProperty("contracts.update") != null)
            Files.writeString(RealmFiles.local(), WRITER.writeValueAsString(merged) + "\n");

        assertThat(RealmFiles.localRealm())
                .as("realm.json is written by this test with -Dcontracts.update")
                .isEqualTo(merged);
    }

    @Test
    void each_difference_has_its_reason_in_the_readme_and_each_reason_its_difference() {
        Set<String> reasons = new TreeSet<>();
        Matcher rows = DIFFERENCE.matcher(RealmFiles.readme().split("## How the local realm differs", 2)[1]);
        while (rows.find()) reasons.add(rows.group(1));
        Set<String> differences = new TreeSet<>();
        for (String change : RealmFiles.overlay().changes().keySet())
            // What exists in the local realm alone is one difference, not one for each of its properties.
            differences.add(change.replaceFirst("^(users)\\[.*", "$1")
                    .replaceFirst("^((?:clients|scopeMappings)\\[polyclinic-cli]|roles\\.realm\\[nobody]).*", "$1"));

        assertThat(differences).isEqualTo(reasons);
    }

    @Test
    void no_person_has_an_account_and_no_secret_stands_in_the_file() {
        for (JsonNode user : production.path("users")) {
            assertThat(user.has("serviceAccountClientId")).as("%s", user).isTrue();
            assertThat(user.has("credentials")).as("%s", user).isFalse();
        }
        for (JsonNode client : production.path("clients"))
            if (client.has("secret"))
                assertThat(client.path("secret").asText()).matches("\\$\\{POLYCLINIC_[A-Z]+_SECRET}");
    }

    @Test
    void guessing_passwords_ends_and_what_happens_at_sign_in_is_kept() {
        assertThat(production.path("sslRequired").asText()).isIn("external", "all");
        assertThat(production.path("bruteForceProtected").asBoolean()).isTrue();
        assertThat(production.path("failureFactor").asInt()).isBetween(3, 10);
        assertThat(production.path("passwordPolicy").asText()).contains("length(12)", "notUsername", "notEmail");
        assertThat(production.path("eventsEnabled").asBoolean()).isTrue();
        assertThat(production.path("eventsExpiration").asLong()).isBetween(30L * 86_400, 400L * 86_400);
        assertThat(production.path("adminEventsEnabled").asBoolean()).isTrue();
        assertThat(production.at("/attributes/adminEventsExpiration").asText()).isNotEmpty();
        assertThat(texts(production.path("enabledEventTypes"))).contains("LOGIN", "LOGIN_ERROR", "LOGOUT");
    }

    @Test
    void a_refresh_token_is_good_once_and_sessions_end_within_a_shift() {
        assertThat(production.path("revokeRefreshToken").asBoolean()).isTrue();
        assertThat(production.path("refreshTokenMaxReuse").asInt(-1)).isZero();
        assertThat(production.path("accessTokenLifespan").asInt()).isBetween(60, 600);
        assertThat(production.path("ssoSessionIdleTimeout").asInt()).isBetween(300, 3600);
        assertThat(production.path("ssoSessionMaxLifespan").asInt()).isBetween(3600, 43_200);
    }

    @Test
    void no_client_may_do_more_than_it_needs() {
        List<String> wrong = new ArrayList<>();
        for (JsonNode realm : List.of(production, RealmFiles.localRealm()))
            for (JsonNode client : realm.path("clients")) wrong.addAll(weaknesses(client));

        assertThat(wrong).containsExactly("polyclinic-cli: password grant");
    }

    private static List<String> weaknesses(JsonNode client) {
        List<String> found = new ArrayList<>();
        if (client.path("fullScopeAllowed").asBoolean(true)) found.add("full scope");
        if (client.path("implicitFlowEnabled").asBoolean(true)) found.add("implicit flow");
        if (client.path("directAccessGrantsEnabled").asBoolean(true)) found.add("password grant");
        if (!client.path("optionalClientScopes").isArray()) found.add("offline access");
        boolean codeFlow = client.path("standardFlowEnabled").asBoolean(true);
        if (codeFlow
                && !"S256"
                        .equals(client.at("/attributes/pkce.code.challenge.method")
                                .asText())) found.add("no PKCE");
        if (codeFlow && client.path("serviceAccountsEnabled").asBoolean(true)) found.add("people and machine in one");
        for (String key : List.of("redirectUris", "webOrigins"))
            for (String uri : texts(client.path(key))) if (uri.matches(".*[*+].*")) found.add(key + " " + uri);
        if (client.at("/attributes/post.logout.redirect.uris").asText().matches(".*[*+].*"))
            found.add("any address after signing out");
        return found.stream()
                .map(what -> client.path("clientId").asText() + ": " + what)
                .toList();
    }

    @Test
    void every_role_of_staff_needs_a_second_factor() {
        Set<String> staff = new TreeSet<>(Set.of(
                "receptionist", "nurse", "doctor", "pharmacist", "lab_technician", "cashier", "auditor", "admin"));
        Set<String> needing = new TreeSet<>();
        for (JsonNode role : production.at("/roles/realm"))
            if (texts(role.at("/composites/realm")).contains("second_factor"))
                needing.add(role.path("name").asText());

        assertThat(needing).isEqualTo(staff);
        assertThat(production.path("browserFlow").asText()).isEqualTo("sign-in");
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
