package polyclinic.clients.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import polyclinic.clients.Json;
import polyclinic.clients.Wrong;

/** A FHIR patient as a registration. */
final class PatientReading {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final int MAX_IDENTIFIERS = 50;

    private final Patient patient;
    private final String id;
    private final Plan plan;

    private PatientReading(Patient patient, String id, Plan plan) {
        this.patient = patient;
        this.id = id;
        this.plan = plan;
    }

    static ObjectNode read(Patient patient, String id, Plan plan) {
        return new PatientReading(patient, id, plan).read();
    }

    private ObjectNode read() {
        HumanName name = name();
        Moment birth = Moment.of(patient.getBirthDateElement());
        if (birth == null) throw new Wrong("the patient has no birth date; nobody can be registered without one");
        if (!birth.isWhole())
            plan.note("birth date known to the month or year only: its first day, marked as estimated");
        if (!birth.day().isAfter(java.time.LocalDate.of(1970, 1, 1)))
            plan.note("birth date before 1970: taken as it is");
        ObjectNode body = Json.object(
                "givenName", given(name),
                "familyName", family(name),
                "birthDate", birth.day(),
                "birthDateEstimated", !birth.isWhole(),
                "sex", sex(),
                "phone", phone(),
                "email", email(),
                "address", address());
        body.set("identifiers", identifiers());
        leftOut();
        return body;
    }

    private HumanName name() {
        if (!patient.hasName()) {
            plan.note("patient without a name: registered as Unknown Unknown");
            return new HumanName();
        }
        if (patient.getName().size() > 1) plan.note("several names: the official one is taken, else the first");
        return patient.getName().stream()
                .filter(one -> one.getUse() == HumanName.NameUse.OFFICIAL)
                .findFirst()
                .orElse(patient.getNameFirstRep());
    }

    private String given(HumanName name) {
        String given = name.getGiven().stream().map(StringType::getValue).collect(Collectors.joining(" "));
        if (name.hasPrefix() || name.hasSuffix()) plan.note("name prefix or suffix (" + "Mr., Ph.D. …): not kept");
        return named(given, "given");
    }

    private String family(HumanName name) {
        return named(name.hasFamily() ? name.getFamily() : name.getText(), "family");
    }

    private String named(String text, String which) {
        if (text == null || text.isBlank()) {
            plan.note("no " + which + " name: Unknown");
            return "Unknown";
        }
        if (text.chars().anyMatch(Character::isDigit)) plan.note("name with digits: taken as it is");
        return cut(Values.clean(text).strip(), 200, "name");
    }

    private String sex() {
        if (!patient.hasGender()) {
            plan.note("no gender: unknown");
            return "unknown";
        }
        return patient.getGender().toCode();
    }

    private String phone() {
        return telecom(ContactPointSystem.PHONE, "phone number");
    }

    private String email() {
        return telecom(ContactPointSystem.EMAIL, "e-mail address");
    }

    /** The clinic keeps one of each. */
    private String telecom(ContactPointSystem system, String what) {
        var known = patient.getTelecom().stream()
                .filter(one -> one.getSystem() == system && one.hasValue())
                .filter(one -> one.getUse() != ContactPoint.ContactPointUse.OLD)
                .map(one ->
                        one.getValue().replaceFirst("(?i)^(tel|mailto):", "").strip())
                .toList();
        if (known.isEmpty()) {
            plan.note("no " + what + ": left empty");
            return null;
        }
        if (known.size() > 1) plan.note("more than one " + what + ": the first is kept");
        if (known.get(0).startsWith("555"))
            plan.note("fictitious US phone number (555-…): taken as it is, kept in E.164");
        return known.get(0);
    }

    private JsonNode address() {
        if (!patient.hasAddress()) {
            plan.note("no address: left empty");
            return null;
        }
        if (patient.getAddress().size() > 1) plan.note("several addresses: the first is kept");
        Address address = patient.getAddressFirstRep();
        if (address.getExtension().size() > 0) plan.note("geolocation of the address: not kept");
        var lines = address.getLine().stream()
                .map(line -> Values.clean(line.getValue()).strip())
                .filter(line -> !line.isEmpty())
                .limit(5)
                .toList();
        String country = country(address.getCountry());
        if (lines.isEmpty() || !address.hasCity() || country == null) {
            plan.note("address without street, city or known country: not kept");
            return null;
        }
        return Json.object(
                "line", lines,
                "city", cut(Values.clean(address.getCity()), 100, "city"),
                "district", Values.clean(address.getDistrict()),
                "state", Values.clean(address.getState()),
                "postalCode", Values.clean(address.getPostalCode()),
                "country", country);
    }

    /** ISO 3166-1 alpha-2 of a code or of an English name, null when it is neither. */
    private String country(String text) {
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

    private ArrayNode identifiers() {
        Set<JsonNode> all = new LinkedHashSet<>();
        for (Identifier identifier : patient.getIdentifier()) {
            if (!identifier.hasValue()) {
                plan.note("identifier without a value: left out");
                continue;
            }
            String system = identifier.getSystem();
            if (system == null || system.isBlank()) {
                String kind = Values.words(identifier.getType());
                system = "urn:polyclinic:fhir:identifier:" + (kind == null ? "unknown" : slug(kind));
                plan.note("identifier without a system: " + system);
            }
            plan.note(
                    "identifier (" + (identifier.hasType() ? Values.words(identifier.getType()) : system) + "): kept");
            String value = cut(Values.clean(identifier.getValue()).strip(), 200, "identifier");
            all.add(Json.object("system", cut(Values.clean(system), 300, "identifier system"), "value", value));
        }
        if (all.isEmpty()) {
            plan.note("patient without identifiers: the resource's id serves as one");
            all.add(Json.object("system", "urn:polyclinic:fhir:resource-id", "value", id));
        }
        ArrayNode list = Json.MAPPER.createArrayNode();
        all.stream().limit(MAX_IDENTIFIERS).forEach(list::add);
        return list;
    }

    private void leftOut() {
        if (patient.hasDeceased()) plan.note("date of death: not kept, the clinic has no such field yet");
        if (patient.hasMaritalStatus()) plan.note("marital status: not kept");
        if (patient.hasCommunication()) plan.note("language: not kept");
        if (patient.hasMultipleBirth()) plan.note("multiple birth: not kept");
        if (patient.hasContact())
            plan.note("contact persons: not kept, the clinic wants name, relationship and number");
        if (patient.hasExtension())
            plan.note("extensions of the patient (race, ethnicity, birth sex, birth place …): not kept");
    }

    private String cut(String text, int length, String what) {
        if (text.length() <= length) return text;
        plan.note(what + " longer than " + length + " characters: cut");
        return text.substring(0, length);
    }

    private static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
