package polyclinic.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The local accounts, through Keycloak's administration API. */
final class KeycloakUsers {
    private final Http http;
    private final String users;
    private final String token;

    KeycloakUsers(Http http, Map<String, String> environment) {
        this.http = http;
        String base = environment.get("POLYCLINIC_KEYCLOAK_URL");
        this.users = base + "/admin/realms/polyclinic/users";
        this.token = http.token(
                base + "/realms/master",
                "admin-cli",
                environment.get("POLYCLINIC_KEYCLOAK_ADMIN"),
                environment.get("POLYCLINIC_KEYCLOAK_ADMIN_PASSWORD"));
    }

    /** The account's id, which is the `sub` of its tokens. */
    String subject(String user) {
        return find(user).get("id").asText();
    }

    /** Makes the account that of the patient: its tokens carry the claim `patient_id` from now on. */
    void link(String user, String patientId) {
        ObjectNode account = (ObjectNode) find(user);
        account.withObject("/attributes").putArray("patient_id").add(patientId);
        http.send("PUT", users + "/" + account.get("id").asText(), token, account, Map.of())
                .expect(204);
    }

    private JsonNode find(String user) {
        JsonNode found = http.send("GET", users + "?exact=true&username=" + user, token, null, Map.of())
                .expect(200);
        if (found.isEmpty()) {
            throw new Complaint("Keycloak has no account " + user);
        }
        return found.get(0);
    }
}
