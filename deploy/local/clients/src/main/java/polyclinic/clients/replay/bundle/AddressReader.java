package polyclinic.clients.replay.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.ImportPlan;

/** A patient's first address, with the country as a code. */
final class AddressReader {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final int MAX_LINES = 5;
    private static final int MAX_LINE_LENGTH = 200;
    private static final int MAX_CITY_LENGTH = 100;
    private static final int MAX_POSTAL_CODE_LENGTH = 20;

    private final Patient patient;
    private final ImportPlan plan;

    AddressReader(Patient patient, ImportPlan plan) {
        this.patient = patient;
        this.plan = plan;
    }

    /** Returns null when the clinic could not keep the address. */
    @Nullable
    JsonNode read() {
        if (!patient.hasAddress()) {
            plan.note("no address: left empty");
            return null;
        }
        if (patient.getAddress().size() > 1) plan.note("several addresses: the first is kept");
        Address address = patient.getAddressFirstRep();
        if (address.hasExtension()) plan.note("geolocation of the address: not kept");
        List<String> lines = lines(address);
        String country = country(address.getCountry());
        if (lines.isEmpty() || part(address.getCity(), MAX_CITY_LENGTH) == null || country == null) {
            plan.note("address without street, city or known country: not kept");
            return null;
        }
        return JsonNodes.object(
                "line", lines,
                "city", city(address.getCity()),
                "district", part(address.getDistrict(), MAX_CITY_LENGTH),
                "state", part(address.getState(), MAX_CITY_LENGTH),
                "postalCode", part(address.getPostalCode(), MAX_POSTAL_CODE_LENGTH),
                "country", country);
    }

    private static List<String> lines(Address address) {
        return address.getLine().stream()
                .filter(StringType::hasValue)
                .map(line -> FhirValues.cut(FhirValues.oneLine(line.getValue()), MAX_LINE_LENGTH))
                .filter(line -> !line.isEmpty())
                .limit(MAX_LINES)
                .toList();
    }

    private static @Nullable String part(@Nullable String text, int maxLength) {
        String part = text == null ? "" : FhirValues.oneLine(text);
        return part.isEmpty() ? null : FhirValues.cut(part, maxLength);
    }

    private String city(String text) {
        String city = FhirValues.oneLine(text);
        if (city.length() > MAX_CITY_LENGTH) plan.note("city longer than " + MAX_CITY_LENGTH + " characters: cut");
        return FhirValues.cut(city, MAX_CITY_LENGTH);
    }

    /** Returns ISO 3166-1 alpha-2 for a code or an English name; null when it is neither. */
    private @Nullable String country(@Nullable String text) {
        if (text == null || text.isBlank()) return null;
        String upper = text.strip().toUpperCase(Locale.ROOT);
        if (COUNTRIES.contains(upper)) return upper;
        plan.note("country not as two letters: translated where it is an ISO code or an English name");
        return Arrays.stream(Locale.getISOCountries())
                .filter(code ->
                        matches(upper, new Locale.Builder().setRegion(code).build()))
                .findFirst()
                .orElse(null);
    }

    private static boolean matches(String upper, Locale country) {
        return upper.equals(country.getISO3Country())
                || upper.equals(country.getDisplayCountry(Locale.ENGLISH).toUpperCase(Locale.ROOT));
    }
}
