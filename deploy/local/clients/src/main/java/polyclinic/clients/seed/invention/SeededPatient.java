package polyclinic.clients.seed.invention;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.seed.invention.InventedNames.InventedName;

/**
 * An invented patient: what a receptionist would have registered, as patient-service keeps it.
 *
 * @param familyName absent for people of one name
 * @param birthDate absent when nobody knows it
 * @param address JSON, as the column has it
 */
public record SeededPatient(
        UUID id,
        String uhid,
        String givenName,
        @Nullable String familyName,
        @Nullable LocalDate birthDate,
        boolean isBirthDateEstimated,
        String sex,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String address,
        String number,
        Instant registeredAt) {
    private static final Instant FIRST = Instant.parse("2018-01-01T08:00:00Z");
    private static final Duration BETWEEN = Duration.ofMinutes(4);
    private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1925, 1, 1);
    private static final int DAYS_OF_BIRTH = 36_000;

    /** Lines that nobody has: 555-0100 to 555-0199 of each area. */
    private static final List<String> AREAS = List.of(
            "202", "212", "213", "215", "216", "303", "305", "312", "313", "314", "404", "408", "410", "412", "415",
            "503", "504", "512", "602", "612", "617", "702", "703", "713", "718", "801", "804", "808", "813", "816");

    private static final List<String> TOWNS = List.of("Boston", "Denver", "Portland", "Austin", "Salem", "Dover");

    public static SeededPatient of(long seed, int n, InventedNames names) {
        SeededRandom random = new SeededRandom(seed, SeededRandom.Kind.PATIENT, n);
        Instant at = FIRST.plus(BETWEEN.multipliedBy(n));
        InventedName name = names.any(random);
        LocalDate born = random.percent(96) ? EARLIEST_BIRTH.plusDays(random.below(DAYS_OF_BIRTH)) : null;
        boolean isEstimated = born != null && random.percent(6);
        String suffix = seed + "-" + String.format(Locale.ROOT, "%07d", n);
        return new SeededPatient(
                random.id(at),
                "SEED-" + suffix,
                name.given(),
                name.family(),
                born != null && isEstimated ? born.withDayOfYear(1) : born,
                isEstimated,
                random.oneOf(List.of("FEMALE", "MALE", "FEMALE", "MALE", "FEMALE", "MALE", "OTHER", "UNKNOWN")),
                random.percent(70)
                        ? "+1" + random.oneOf(AREAS) + String.format(Locale.ROOT, "55501%02d", random.below(100))
                        : null,
                random.percent(30) ? "seed-" + suffix + "@polyclinic.example" : null,
                random.percent(60) ? address(random) : null,
                suffix,
                at);
    }

    private static String address(SeededRandom random) {
        return JsonNodes.object(
                        "line", List.of((1 + random.below(900)) + " Harbour Street"),
                        "city", random.oneOf(TOWNS),
                        "postalCode", String.format(Locale.ROOT, "%05d", 10_000 + random.below(80_000)),
                        "country", "US")
                .toString();
    }

    /** The data of {@code patient.registered.v1}. */
    public JsonNode registered() {
        return JsonNodes.object(
                "patientId",
                id,
                "version",
                0,
                "uhid",
                uhid,
                "givenName",
                givenName,
                "familyName",
                familyName,
                "birthDate",
                birthDate,
                "birthDateEstimated",
                birthDate == null ? null : isBirthDateEstimated,
                "sex",
                sex.toLowerCase(Locale.ROOT),
                "phone",
                phone,
                "email",
                email);
    }
}
