package polyclinic.clients.seed;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import polyclinic.clients.clinic.DoctorOnboarding;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.seed.invention.InventedNames;
import polyclinic.clients.seed.invention.InventedNames.InventedName;
import polyclinic.clients.seed.invention.SeedPlan;
import polyclinic.clients.seed.invention.SeededAppointment;
import polyclinic.clients.seed.invention.SeededDoctor;
import polyclinic.clients.seed.invention.SeededRandom;

/** Registers doctors as an administrator does, through the API; there are few enough. None has an account. */
final class DoctorSeeding {
    private static final List<String> SPECIALTIES = List.of(
            "general_practice",
            "cardiology",
            "dermatology",
            "paediatrics",
            "orthopaedics",
            "neurology",
            "oncology",
            "psychiatry");

    private static final String THOSE_THERE =
            "select id, license_number, given_name, family_name from doctor where starts_with(license_number, $1)";

    private final SeedStore store;
    private final ApiClient admin;
    private final InventedNames names;

    DoctorSeeding(SeedStore store, ApiClient admin, InventedNames names) {
        this.store = store;
        this.admin = admin;
        this.names = names;
    }

    /** Returns the plan's doctors, in their order. */
    List<SeededDoctor> write(SeedPlan plan, SeedProgress progress) {
        String prefix = "SEED-" + plan.number() + "-";
        Map<String, SeededDoctor> known = known(prefix);
        for (int n = 0; n < plan.doctors(); n++) {
            boolean isNew = !known.containsKey(license(prefix, n));
            if (isNew) register(plan, license(prefix, n), n);
            progress.advance(1, isNew ? 1 : 0);
        }
        Map<String, SeededDoctor> all = known(prefix);
        List<SeededDoctor> doctors = new ArrayList<>();
        for (int n = 0; n < plan.doctors(); n++) doctors.add(Objects.requireNonNull(all.get(license(prefix, n))));
        return doctors;
    }

    private void register(SeedPlan plan, String license, int n) {
        SeededRandom random = new SeededRandom(plan.number(), SeededRandom.Kind.DOCTOR, n);
        InventedName name = names.ofTwo(random);
        DoctorOnboarding.register(
                admin,
                name.given(),
                Objects.requireNonNull(name.family()),
                license,
                null,
                (int) SeededAppointment.LENGTH.toMinutes(),
                SPECIALTIES.get(n % SPECIALTIES.size()));
    }

    private Map<String, SeededDoctor> known(String prefix) {
        Map<String, SeededDoctor> known = new HashMap<>();
        for (Row row : store.run(THOSE_THERE, List.of(prefix)))
            known.put(
                    row.getString("license_number"),
                    new SeededDoctor(
                            row.getUUID("id"), row.getString("given_name") + " " + row.getString("family_name")));
        return known;
    }

    private static String license(String prefix, int n) {
        return prefix + String.format(Locale.ROOT, "%04d", n);
    }
}
