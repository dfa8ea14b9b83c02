package polyclinic.clients.replay.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirElements;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.ImportPlan;

/** Patient → the body of {@code POST /patients}. */
final class PatientReader {
    private static final LocalDate EPOCH = LocalDate.of(1970, 1, 1);
    private static final LocalDate EARLIEST = LocalDate.of(1850, 1, 1);
    private static final int MAX_NAME_LENGTH = 200;
    /** Australian Base: three letters for day, month and year; A is accurate, E estimated, U unknown. */
    private static final String DATE_ACCURACY = "date-accuracy-indicator";

    private final Patient patient;
    private final @Nullable String fullUrl;
    private final ImportPlan plan;
    private final Instant now;

    PatientReader(Patient patient, @Nullable String fullUrl, ImportPlan plan, Instant now) {
        this.patient = patient;
        this.fullUrl = fullUrl;
        this.plan = plan;
        this.now = now;
    }

    ObjectNode read() {
        HumanName name = name();
        String given = given(name);
        String family = family(name, given);
        FhirDateTime birth = birth();
        ObjectNode body = JsonNodes.object(
                "givenName",
                given,
                "familyName",
                family,
                "birthDate",
                birth == null ? null : birth.day(),
                "birthDateEstimated",
                birth == null ? null : isEstimated(birth),
                "sex",
                sex(),
                "phone",
                telecom(ContactPointSystem.PHONE, "phone number"),
                "email",
                telecom(ContactPointSystem.EMAIL, "e-mail address"),
                "address",
                new AddressReader(patient, plan).read());
        body.set("identifiers", new IdentifierReader(patient, fullUrl, body, plan).read());
        noteWhatIsNotKept();
        return body;
    }

    /** Returns null when nobody knows it, or it cannot be true. */
    private @Nullable FhirDateTime birth() {
        FhirDateTime birth = FhirDateTime.of(patient.getBirthDateElement());
        if (birth == null) {
            String reason = FhirElements.absentReason(patient.getBirthDateElement());
            plan.note("no birth date" + (reason == null ? "" : " (" + reason + ")") + ": left empty");
            return null;
        }
        if (birth.day().isBefore(EARLIEST)
                || birth.day().isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1))) {
            plan.note("birth date before 1850 or in the future: left empty");
            return null;
        }
        if (!birth.hasDay())
            plan.note("birth date known to the month or year only: its first day, marked as estimated");
        if (!birth.day().isAfter(EPOCH)) plan.note("birth date before 1970: taken as it is");
        return birth;
    }

    private boolean isEstimated(FhirDateTime birth) {
        if (!birth.hasDay()) return true;
        DateType element = patient.getBirthDateElement();
        boolean isMarked = element.getExtension().stream().anyMatch(PatientReader::saysEstimated)
                || patient.getExtension().stream().anyMatch(PatientReader::saysEstimated);
        if (isMarked) plan.note("birth date that the record calls estimated: marked as such");
        return isMarked;
    }

    private static boolean saysEstimated(Extension extension) {
        String url = extension.getUrl().toLowerCase(Locale.ROOT);
        if (url.endsWith(DATE_ACCURACY) && extension.getValue() instanceof Coding accuracy)
            return accuracy.hasCode() && !accuracy.getCode().matches("A+");
        return url.contains("estimated")
                && url.contains("birth")
                && extension.getValue() instanceof BooleanType flag
                && flag.hasValue()
                && flag.booleanValue();
    }

    /** The official name, else the usual one, one without a use, any other; a name of former times only when there is no other. */
    private HumanName name() {
        if (patient.getName().size() > 1) plan.note("several names: the official one is taken, else the usual one");
        return patient.getName().stream()
                .filter(name -> name.hasGiven() || name.hasFamily() || name.hasText())
                .min(Comparator.comparingInt(this::rank))
                .orElseGet(HumanName::new);
    }

    private int rank(HumanName name) {
        if (isOver(name.getPeriod())) return 10;
        if (!name.hasUse()) return 2;
        return switch (name.getUse()) {
            case OFFICIAL -> 0;
            case USUAL -> 1;
            case OLD, MAIDEN -> 9;
            case ANONYMOUS, TEMP -> 8;
            default -> 3;
        };
    }

    private boolean isOver(Period period) {
        FhirDateTime end = period.hasEnd() ? FhirDateTime.of(period.getEndElement()) : null;
        return end != null && end.hasDay() && end.instant().isBefore(now);
    }

    private @Nullable String given(HumanName name) {
        if (name.hasPrefix() || name.hasSuffix()) plan.note("name prefix or suffix (Mr., Ph.D. …): not kept");
        return name(
                name.getGiven().stream()
                        .filter(StringType::hasValue)
                        .map(StringType::getValue)
                        .collect(Collectors.joining(" ")),
                "given name");
    }

    private @Nullable String family(HumanName name, @Nullable String given) {
        String family = name(name.getFamily(), "family name");
        if (family != null || given != null) return family;
        String text = name(name.getText(), "name in one text");
        if (text != null) return text;
        plan.note("patient without any name: registered as Unknown");
        return "Unknown";
    }

    private @Nullable String name(@Nullable String text, String which) {
        if (text == null || FhirValues.oneLine(text).isEmpty()) {
            plan.note("no " + which + ": left empty");
            return null;
        }
        if (text.chars().anyMatch(Character::isDigit)) plan.note("name with digits: taken as it is");
        String name = FhirValues.oneLine(text);
        if (name.length() > MAX_NAME_LENGTH) plan.note("name longer than " + MAX_NAME_LENGTH + " characters: cut");
        return FhirValues.cut(name, MAX_NAME_LENGTH);
    }

    private String sex() {
        if (!patient.hasGender()) {
            plan.note("no gender: unknown");
            return "unknown";
        }
        return patient.getGender().toCode();
    }

    /** The clinic keeps one of each: the one with the lowest rank, else the first that still holds. */
    private @Nullable String telecom(ContactPointSystem system, String what) {
        List<String> known = patient.getTelecom().stream()
                .filter(contact -> contact.getSystem() == system && contact.hasValue())
                .filter(contact -> contact.getUse() != ContactPoint.ContactPointUse.OLD)
                .filter(contact -> !isOver(contact.getPeriod()))
                .sorted(Comparator.comparingInt(contact -> contact.hasRank() ? contact.getRank() : Integer.MAX_VALUE))
                .map(contact -> contact.getValue()
                        .replaceFirst("(?i)^(tel|mailto):", "")
                        .strip())
                .filter(value -> !value.isEmpty())
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

    private void noteWhatIsNotKept() {
        if (patient.hasActive() && !patient.getActive())
            plan.note("patient marked as inactive: registered all the same");
        if (!plan.isAlive()) plan.note("date of death: not kept, the clinic has no such field yet");
        if (patient.hasMaritalStatus()) plan.note("marital status: not kept");
        if (patient.hasCommunication()) plan.note("language: not kept");
        if (patient.hasMultipleBirth()) plan.note("multiple birth: not kept");
        if (patient.hasContact())
            plan.note("contact persons: not kept, the clinic requires name, relationship and number");
        if (patient.hasExtension())
            plan.note("extensions of the patient (race, ethnicity, birth sex, birth place …): not kept");
    }
}
