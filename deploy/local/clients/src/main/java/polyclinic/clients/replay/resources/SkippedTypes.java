package polyclinic.clients.replay.resources;

import java.util.Map;

/** Why resources of a type are not kept. */
final class SkippedTypes {
    private static final String NO_CARE_PLANS = "the suite has no care plans";
    private static final String OTHER_PEOPLE = "people of another institution; named where they took part";
    private static final String TIMETABLE = "the timetable of another institution";
    private static final String FORMS = "the suite has no questionnaires";
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("Medication", "named in what was ordered, given or taken of it"),
            Map.entry("Coverage", "whose insurance it is; named in what it paid"),
            Map.entry("CareTeam", "the team of another institution; none of its members works here"),
            Map.entry("CarePlan", "a plan of another institution; " + NO_CARE_PLANS),
            Map.entry("Goal", NO_CARE_PLANS),
            Map.entry("Device", "the suite keeps no devices"),
            Map.entry("DeviceUseStatement", "the suite keeps no devices"),
            Map.entry("SupplyDelivery", "supplies of another institution; the suite keeps no supplies"),
            Map.entry("ImagingStudy", "names images that are stored elsewhere; the file has none of them"),
            Map.entry("Provenance", "says who exported the file; the audit trail says who imported it"),
            Map.entry("AuditEvent", "another institution's audit trail"),
            Map.entry("Consent", "a consent given to another institution does not bind this one"),
            Map.entry("List", "a list of other resources, which are stored item by item"),
            Map.entry("ServiceRequest", "an order to another institution; what was found is stored"),
            Map.entry("Specimen", "named in what was found in it"),
            Map.entry("Binary", "content of another resource"),
            Map.entry("OperationOutcome", "a message of the server that the file comes from"),
            Map.entry("MessageHeader", "the envelope of a message"),
            Map.entry("Appointment", TIMETABLE),
            Map.entry("Schedule", TIMETABLE),
            Map.entry("Slot", TIMETABLE),
            Map.entry("Questionnaire", FORMS),
            Map.entry("QuestionnaireResponse", FORMS),
            Map.entry("FamilyMemberHistory", "about relatives; the suite has no family history"),
            Map.entry("Practitioner", OTHER_PEOPLE),
            Map.entry("PractitionerRole", OTHER_PEOPLE),
            Map.entry("RelatedPerson", OTHER_PEOPLE),
            Map.entry("Person", OTHER_PEOPLE),
            Map.entry("Organization", "another institution; named where it took part"),
            Map.entry("Location", "another institution's; named where it was visited"));

    private SkippedTypes() {}

    static String reason(String type) {
        return REASONS.getOrDefault(type, "the suite has no place for it");
    }
}
