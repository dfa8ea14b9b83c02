package polyclinic.clients.replay.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.ImportPlan;

/** Patient → the body of {@code POST /patients}. */
final class PatientReader {
    private static final LocalDate EPOCH = LocalDate.of(1970, 1, 1);
    private static final int MAX_NAME_LENGTH = 200;

    private final Patient patient;
    private final ImportPlan plan;

    PatientReader(Patient patient, ImportPlan plan) {
        this.patient = patient;
        this.plan = plan;
    }

    /** @throws CheckFailed when there is no birth date */
    ObjectNode read() {
        HumanName name = name();
        FhirDateTime birth = birth();
        ObjectNode body = JsonNodes.object(
                "givenName", given(name),
                "familyName", family(name),
                "birthDate", birth.day(),
                "birthDateEstimated", !birth.hasDay(),
                "sex", sex(),
                "phone", telecom(ContactPointSystem.PHONE, "phone number"),
                "email", telecom(ContactPointSystem.EMAIL, "e-mail address"),
                "address", new AddressReader(patient, plan).read());
        body.set("identifiers", new IdentifierReader(patient, plan).read());
        noteWhatIsNotKept();
        return body;
    }

    private FhirDateTime birth() {
        FhirDateTime birth = FhirDateTime.of(patient.getBirthDateElement());
        if (birth == null)
            throw new CheckFailed("the patient has no birth date; a patient cannot be registered without one");
        if (!birth.hasDay())
            plan.note("birth date known to the month or year only: its first day, marked as estimated");
        if (!birth.day().isAfter(EPOCH)) plan.note("birth date before 1970: taken as it is");
        return birth;
    }

    private HumanName name() {
        if (!patient.hasName()) {
            plan.note("patient without a name: registered as Unknown Unknown");
            return new HumanName();
        }
        if (patient.getName().size() > 1) plan.note("several names: the official one is taken, else the first");
        return patient.getName().stream()
                .filter(name -> name.getUse() == HumanName.NameUse.OFFICIAL)
                .findFirst()
                .orElse(patient.getNameFirstRep());
    }

    private String given(HumanName name) {
        if (name.hasPrefix() || name.hasSuffix()) plan.note("name prefix or suffix (Mr., Ph.D. …): not kept");
        String given = name.getGiven().stream().map(StringType::getValue).collect(Collectors.joining(" "));
        return nameOrUnknown(given, "given");
    }

    private String family(HumanName name) {
        return nameOrUnknown(name.hasFamily() ? name.getFamily() : name.getText(), "family");
    }

    private String nameOrUnknown(@Nullable String text, String which) {
        if (text == null || text.isBlank()) {
            plan.note("no " + which + " name: Unknown");
            return "Unknown";
        }
        if (text.chars().anyMatch(Character::isDigit)) plan.note("name with digits: taken as it is");
        String name = FhirValues.clean(text).strip();
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

    /** The clinic keeps one of each. */
    private @Nullable String telecom(ContactPointSystem system, String what) {
        List<String> known = patient.getTelecom().stream()
                .filter(contact -> contact.getSystem() == system && contact.hasValue())
                .filter(contact -> contact.getUse() != ContactPoint.ContactPointUse.OLD)
                .map(contact -> contact.getValue()
                        .replaceFirst("(?i)^(tel|mailto):", "")
                        .strip())
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
        if (patient.hasDeceased()) plan.note("date of death: not kept, the clinic has no such field yet");
        if (patient.hasMaritalStatus()) plan.note("marital status: not kept");
        if (patient.hasCommunication()) plan.note("language: not kept");
        if (patient.hasMultipleBirth()) plan.note("multiple birth: not kept");
        if (patient.hasContact())
            plan.note("contact persons: not kept, the clinic requires name, relationship and number");
        if (patient.hasExtension())
            plan.note("extensions of the patient (race, ethnicity, birth sex, birth place …): not kept");
    }
}
