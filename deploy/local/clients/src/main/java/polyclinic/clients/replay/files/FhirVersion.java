package polyclinic.clients.replay.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;

/**
 * Tells FHIR R4 from other versions. Resources do not say their version, but elements have moved and changed their form, so
 * reading another version as R4 would lose or turn values silently.
 */
final class FhirVersion {
    private static final Pattern PROFILE =
            Pattern.compile("http://hl7\\.org/fhir/(?:StructureDefinition/\\w+\\|)?(\\d)\\.(\\d)[./\\w]*");
    private static final Pattern NUMBER = Pattern.compile("(\\d)\\.(\\d).*");
    /** Version, resource type, and where one member tells it: the member and its form. From the versions' difference lists. */
    private static final String HINTS = """
            DSTU2 MedicationOrder
            DSTU2 DiagnosticOrder
            DSTU2 Conformance
            DSTU2 DeviceUseRequest
            DSTU2 ImagingObjectSelection
            DSTU2 Patient careProvider any
            DSTU2 Patient name.family array
            DSTU2 Condition patient any
            DSTU2 Condition dateRecorded any
            DSTU2 AllergyIntolerance substance any
            DSTU2 AllergyIntolerance status any
            DSTU2 Encounter class text
            DSTU2 MedicationStatement patient any
            DSTU2 MedicationStatement wasNotTaken any
            DSTU2 MedicationAdministration wasNotGiven any
            DSTU2 Immunization wasNotGiven any
            DSTU2 Medication product any
            DSTU2 Observation comments any
            STU3 ProcedureRequest
            STU3 ReferralRequest
            STU3 BodySite
            STU3 DataElement
            STU3 Sequence
            STU3 ImagingManifest
            STU3 EligibilityRequest
            STU3 EligibilityResponse
            STU3 ProcessRequest
            STU3 ProcessResponse
            STU3 Patient animal any
            STU3 Condition clinicalStatus text
            STU3 Condition verificationStatus text
            STU3 Condition context any
            STU3 Condition assertedDate any
            STU3 AllergyIntolerance clinicalStatus text
            STU3 AllergyIntolerance verificationStatus text
            STU3 AllergyIntolerance assertedDate any
            STU3 Encounter incomingReferral any
            STU3 Encounter reason.coding any
            STU3 Encounter reason.text any
            STU3 Observation context any
            STU3 Observation comment any
            STU3 Observation related any
            STU3 MedicationRequest context any
            STU3 MedicationRequest requester.agent any
            STU3 MedicationStatement taken any
            STU3 MedicationAdministration notGiven any
            STU3 Medication isBrand any
            STU3 Medication isOverTheCounter any
            STU3 Procedure context any
            STU3 Procedure notDone any
            STU3 Immunization date any
            STU3 Immunization notGiven any
            STU3 DocumentReference indexed any
            STU3 DocumentReference class any
            STU3 DiagnosticReport context any
            STU3 DiagnosticReport codedDiagnosis any
            STU3 Claim total.code any
            STU3 ExplanationOfBenefit totalCost any
            STU3 Goal status any
            STU3 Device udi any
            R4B|R5 SubscriptionTopic
            R4B|R5 SubscriptionStatus
            R4B|R5 NutritionProduct
            R4B|R5 Ingredient
            R4B|R5 ClinicalUseDefinition
            R4B|R5 AdministrableProductDefinition
            R4B|R5 ManufacturedItemDefinition
            R4B|R5 PackagedProductDefinition
            R4B|R5 MedicinalProductDefinition
            R4B|R5 RegulatedAuthorization
            R4B|R5 SubstanceDefinition
            R4B|R5 Citation
            R4B|R5 EvidenceReport
            R5 ActorDefinition
            R5 ArtifactAssessment
            R5 BiologicallyDerivedProductDispense
            R5 DeviceAssociation
            R5 DeviceDispense
            R5 DeviceUsage
            R5 EncounterHistory
            R5 GenomicStudy
            R5 ImagingSelection
            R5 InventoryReport
            R5 NutritionIntake
            R5 Permission
            R5 Requirements
            R5 Transport
            R5 Condition participant any
            R5 AllergyIntolerance type object
            R5 AllergyIntolerance participant any
            R5 Encounter class array
            R5 Encounter actualPeriod any
            R5 Encounter admission any
            R5 Encounter reason.value any
            R5 Observation triggeredBy any
            R5 Observation bodyStructure any
            R5 MedicationRequest medication any
            R5 MedicationRequest reason any
            R5 MedicationStatement medication any
            R5 MedicationStatement adherence any
            R5 MedicationStatement reason any
            R5 MedicationAdministration medication any
            R5 MedicationAdministration occurenceDateTime any
            R5 MedicationAdministration occurencePeriod any
            R5 Medication doseForm any
            R5 Medication ingredient.item any
            R5 Procedure occurrenceDateTime any
            R5 Procedure occurrencePeriod any
            R5 Procedure occurrenceString any
            R5 Procedure reason any
            R5 Immunization reason any
            R5 Immunization informationSource any
            R5 DocumentReference context array
            R5 DocumentReference attester any
            R5 DiagnosticReport supportingInfo any
            R5 ServiceRequest code.concept any
            R5 Coverage kind any
            R5 Coverage paymentBy any
            R5 Organization contact.name array
            """;

    private static final Map<String, List<Hint>> BY_TYPE = byType();

    private FhirVersion() {}

    /** @param path null when the type itself tells the version */
    private record Hint(String version, @Nullable String path, String form) {
        boolean fits(JsonNode resource) {
            return path == null || fits(resource, List.of(path.split("\\.")));
        }

        private boolean fits(JsonNode node, List<String> names) {
            if (names.isEmpty()) return hasForm(node);
            if (!node.isArray()) return fits(node.path(names.get(0)), names.subList(1, names.size()));
            for (JsonNode element : node) if (fits(element, names)) return true;
            return false;
        }

        private boolean hasForm(JsonNode node) {
            return switch (form) {
                case "text" -> node.isTextual();
                case "object" -> node.isObject();
                case "array" -> node.isArray();
                default -> !node.isMissingNode() && !node.isNull();
            };
        }
    }

    private static Map<String, List<Hint>> byType() {
        Map<String, List<Hint>> hints = new HashMap<>();
        HINTS.lines().map(line -> line.split(" ")).forEach(words -> hints.computeIfAbsent(
                        words[1], any -> new ArrayList<>())
                .add(words.length < 4 ? new Hint(words[0], null, "any") : new Hint(words[0], words[2], words[3])));
        return hints;
    }

    /**
     * Looks at the resource and at all inside it.
     *
     * @throws CheckFailed when it is of another version than R4
     */
    static void requireR4(JsonNode resource) {
        String type = resource.path("resourceType").asText();
        for (Hint hint : BY_TYPE.getOrDefault(type, List.of()))
            if (hint.fits(resource))
                throw refused(
                        hint.version().replace("|", " or "), hint.path() == null ? type : type + "." + hint.path());
        for (JsonNode profile : resource.at("/meta/profile"))
            requireR4(PROFILE.matcher(profile.asText()), "meta.profile");
        JsonNode declared = resource.path("fhirVersion");
        for (JsonNode version : declared.isArray() ? declared : List.of(declared))
            requireR4(NUMBER.matcher(version.asText()), type + ".fhirVersion");
        resource.path("entry").forEach(entry -> requireR4(entry.path("resource")));
        resource.path("contained").forEach(FhirVersion::requireR4);
        resource.path("parameter").forEach(parameter -> requireR4(parameter.path("resource")));
    }

    private static void requireR4(Matcher version, String where) {
        if (!version.matches()) return;
        String number = version.group(1) + "." + version.group(2);
        String name =
                switch (number) {
                    case "4.0" -> "";
                    case "1.0", "0.5" -> "DSTU2";
                    case "3.0" -> "STU3";
                    case "4.1", "4.3" -> "R4B";
                    case "5.0" -> "R5";
                    default -> number;
                };
        if (!name.isEmpty()) throw refused(name, where);
    }

    private static CheckFailed refused(String version, String where) {
        return new CheckFailed("FHIR " + version + ", not R4 (by " + where
                + "): ask for R4 (Accept: application/fhir+json; fhirVersion=4.0), or convert it first");
    }
}
