package polyclinic.local.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import polyclinic.local.terminal.UserError;

/** The local accounts, through Keycloak's administration API. */
final class KeycloakUsers {
    private final JsonClient http;
    private final String users;
    private final String token;

    /**
     * Signs in as the administrator.
     *
     * @param url of the server
     */
    KeycloakUsers(JsonClient http, String url, String administrator, String password) {
        this.http = http;
        this.users = url + "/admin/realms/polyclinic/users";
        this.token = http.token(url + "/realms/master", "admin-cli", administrator, password);
    }

    /** Returns the account's id, which is the `sub` of its tokens. */
    String subject(String user) {
        return find(user).path("id").asText();
    }

    /** Links the account to the patient: from now on its tokens carry the claim `patient_id`. */
    void link(String user, String patientId) {
        ObjectNode account = find(user);
        account.withObject("/attributes").putArray("patient_id").add(patientId);
        http.put(users + "/" + account.path("id").asText(), token, account).expect(204);
    }

    private ObjectNode find(String user) {
        JsonNode found = http.get(users + "?exact=true&username=" + user, token).expect(200);
        if (found.path(0) instanceof ObjectNode account) {
            return account;
        }
        throw new UserError("Keycloak has no account " + user);
    }
}
