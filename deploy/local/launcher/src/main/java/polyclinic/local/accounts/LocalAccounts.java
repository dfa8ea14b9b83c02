package polyclinic.local.accounts;

import java.util.List;

/** The accounts of the local realm (deploy/keycloak/realm.json); each one's password is its name. */
public final class LocalAccounts {
    public static final List<String> NAMES = List.of(
            "admin",
            "reception",
            "nurse",
            "doctor",
            "doctor2",
            "pharmacist",
            "lab",
            "cashier",
            "auditor",
            "patient",
            "patient2",
            "importer");

    /** The client that the commands sign in with. */
    public static final String CLIENT = "polyclinic-cli";

    private LocalAccounts() {}
}
