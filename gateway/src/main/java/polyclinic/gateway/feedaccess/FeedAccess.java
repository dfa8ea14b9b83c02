package polyclinic.gateway.feedaccess;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import polyclinic.gateway.feed.FeedEntry;
import polyclinic.gateway.feed.FeedTopic;

/**
 * By which of a caller's roles an entry may be theirs to see: the services' own tables, as far as they are about a role and what
 * the entry says. Whether the patient is one whom these roles reach is asked of {@link PatientVisibility}.
 */
final class FeedAccess {

    private static final String PATIENT = "patient";
    private static final String RECEPTIONIST = "receptionist";
    private static final String NURSE = "nurse";
    private static final String DOCTOR = "doctor";
    private static final String PHARMACIST = "pharmacist";
    private static final String LAB_TECHNICIAN = "lab_technician";
    private static final String CASHIER = "cashier";
    private static final String AUDITOR = "auditor";
    private static final String ADMIN = "admin";

    /** Who sees a topic's entries of whichever patient; of tasks and alerts, of those that concern them. */
    private static final Map<FeedTopic, Set<String>> UNRESTRICTED = Map.of(
            FeedTopic.QUEUE, Set.of(RECEPTIONIST, NURSE, ADMIN),
            FeedTopic.APPOINTMENTS, Set.of(RECEPTIONIST, NURSE, ADMIN),
            FeedTopic.TASKS, Set.of(RECEPTIONIST, NURSE, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN),
            FeedTopic.ALERTS, Set.of(RECEPTIONIST, NURSE, PHARMACIST, LAB_TECHNICIAN, CASHIER, AUDITOR, ADMIN),
            FeedTopic.PATIENTS, Set.of(RECEPTIONIST, NURSE, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN),
            FeedTopic.PRESCRIPTIONS, Set.of(NURSE, PHARMACIST, ADMIN),
            FeedTopic.RESULTS, Set.of(NURSE, LAB_TECHNICIAN, ADMIN),
            FeedTopic.CLINICAL_DATA, Set.of(NURSE, ADMIN),
            FeedTopic.NOTES, Set.of(NURSE, ADMIN),
            FeedTopic.DOCUMENTS, Set.of(NURSE, ADMIN));

    /** What patients are told of their own. */
    private static final Set<FeedTopic> PATIENTS_OWN = EnumSet.of(
            FeedTopic.APPOINTMENTS,
            FeedTopic.PATIENTS,
            FeedTopic.PRESCRIPTIONS,
            FeedTopic.RESULTS,
            FeedTopic.NOTES,
            FeedTopic.DOCUMENTS);

    private FeedAccess() {}

    /** Whether any of the roles has the topic at all. */
    static boolean has(FeedTopic topic, Set<String> roles) {
        return roles.contains(DOCTOR)
                || roles.contains(PATIENT) && PATIENTS_OWN.contains(topic)
                || !Collections.disjoint(UNRESTRICTED.getOrDefault(topic, Set.of()), roles);
    }

    /** The roles by which the caller may see the entry; none: they may not. */
    static Set<String> roles(FeedEntry entry, FeedSubscriber who) {
        if (entry.topic() == FeedTopic.CARE) return Set.of();
        return who.caller().roles().stream()
                .filter(role -> grants(role, entry, who))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean grants(String role, FeedEntry entry, FeedSubscriber who) {
        return switch (role) {
            case PATIENT ->
                PATIENTS_OWN.contains(entry.topic())
                        && entry.released()
                        && entry.patientId() != null
                        && entry.patientId().equals(who.caller().patientId());
            case DOCTOR -> isDoctors(entry, who);
            default ->
                UNRESTRICTED.getOrDefault(entry.topic(), Set.of()).contains(role)
                        && (!isWork(entry) || role.equals(ADMIN) || concerns(role, entry, who));
        };
    }

    /** A doctor's calendar is their own; work is theirs that concerns them; of the rest care decides. */
    private static boolean isDoctors(FeedEntry entry, FeedSubscriber who) {
        boolean own = entry.doctorId() != null && entry.doctorId().equals(who.doctorId());
        return switch (entry.topic()) {
            case QUEUE, APPOINTMENTS -> own;
            case TASKS -> concerns(DOCTOR, entry, who);
            case ALERTS -> own || concerns(DOCTOR, entry, who);
            case PATIENTS, PRESCRIPTIONS, RESULTS, CLINICAL_DATA, NOTES, DOCUMENTS -> true;
            case CARE -> false;
        };
    }

    private static boolean isWork(FeedEntry entry) {
        return entry.topic() == FeedTopic.TASKS || entry.topic() == FeedTopic.ALERTS;
    }

    private static boolean concerns(String role, FeedEntry entry, FeedSubscriber who) {
        return entry.roles().contains(role)
                || entry.subjects().contains(who.caller().subject());
    }
}
