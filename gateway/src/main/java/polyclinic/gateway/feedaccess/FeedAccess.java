package polyclinic.gateway.feedaccess;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
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
    private static final String IMPORTER = "importer";

    /** Whoever works in the clinic. */
    private static final Set<String> STAFF =
            Set.of(RECEPTIONIST, NURSE, DOCTOR, PHARMACIST, LAB_TECHNICIAN, CASHIER, AUDITOR, ADMIN);

    /** Who sees a topic's entries of whichever patient; of tasks and alerts, of those that concern them. */
    private static final Map<FeedTopic, Set<String>> UNRESTRICTED = Map.ofEntries(
            Map.entry(FeedTopic.QUEUE, Set.of(RECEPTIONIST, NURSE, ADMIN)),
            Map.entry(FeedTopic.APPOINTMENTS, Set.of(RECEPTIONIST, NURSE, ADMIN)),
            Map.entry(FeedTopic.TASKS, Set.of(RECEPTIONIST, NURSE, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN)),
            Map.entry(
                    FeedTopic.ALERTS, Set.of(RECEPTIONIST, NURSE, PHARMACIST, LAB_TECHNICIAN, CASHIER, AUDITOR, ADMIN)),
            Map.entry(FeedTopic.PATIENTS, Set.of(RECEPTIONIST, NURSE, PHARMACIST, LAB_TECHNICIAN, CASHIER, ADMIN)),
            Map.entry(FeedTopic.PRESCRIPTIONS, Set.of(NURSE, PHARMACIST, ADMIN)),
            Map.entry(FeedTopic.RESULTS, Set.of(NURSE, LAB_TECHNICIAN, ADMIN)),
            Map.entry(FeedTopic.CLINICAL_DATA, Set.of(NURSE, ADMIN)),
            Map.entry(FeedTopic.NOTES, Set.of(NURSE, ADMIN)),
            Map.entry(FeedTopic.DOCUMENTS, Set.of(NURSE, ADMIN)),
            Map.entry(FeedTopic.NOTIFICATIONS, STAFF),
            Map.entry(FeedTopic.PRESENCE, STAFF));

    /** For so long it is told that somebody came or went: a log of when people work is nobody's to read. */
    private static final Duration PRESENCE_IS_NEWS = Duration.ofMinutes(2);

    /** What patients are told of their own. */
    private static final Set<FeedTopic> PATIENTS_OWN = EnumSet.of(
            FeedTopic.APPOINTMENTS,
            FeedTopic.PATIENTS,
            FeedTopic.PRESCRIPTIONS,
            FeedTopic.RESULTS,
            FeedTopic.NOTES,
            FeedTopic.DOCUMENTS,
            FeedTopic.NOTIFICATIONS);

    /** What a machine follows that keeps the files of another program up with the suite. */
    private static final Set<FeedTopic> IMPORTERS =
            EnumSet.of(FeedTopic.QUEUE, FeedTopic.PATIENTS, FeedTopic.CLINICAL_DATA, FeedTopic.NOTES);

    private FeedAccess() {}

    /** Whether any of the roles has the topic at all. */
    static boolean has(FeedTopic topic, Set<String> roles) {
        return roles.contains(DOCTOR)
                || roles.contains(PATIENT) && PATIENTS_OWN.contains(topic)
                || roles.contains(IMPORTER) && IMPORTERS.contains(topic)
                || !Collections.disjoint(UNRESTRICTED.getOrDefault(topic, Set.of()), roles);
    }

    /** The roles by which the caller may see the entry; none: they may not. */
    static Set<String> roles(FeedEntry entry, FeedSubscriber who) {
        if (entry.topic() == FeedTopic.CARE || !isTo(entry, who)) return Set.of();
        // That a person has read one of theirs is about nothing else.
        if (entry.rights() == FeedTopic.NOTIFICATIONS) return who.caller().roles();
        return who.caller().roles().stream()
                .filter(role -> grants(role, entry, who))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A notification is its recipients', what came or went is news for a while, everything else is whoever's the rights are. */
    private static boolean isTo(FeedEntry entry, FeedSubscriber who) {
        return switch (entry.topic()) {
            case NOTIFICATIONS ->
                !Collections.disjoint(entry.recipients(), who.addresses())
                        && !who.caller().subject().equals(entry.except());
            case PRESENCE -> entry.occurredAt().isAfter(Instant.now().minus(PRESENCE_IS_NEWS));
            default -> true;
        };
    }

    /** Those of the roles in which people work in the clinic. */
    static List<String> staffRoles(Set<String> roles) {
        return roles.stream().filter(STAFF::contains).sorted().toList();
    }

    private static boolean grants(String role, FeedEntry entry, FeedSubscriber who) {
        return switch (role) {
            case PATIENT ->
                PATIENTS_OWN.contains(entry.rights())
                        && entry.released()
                        && entry.patientId() != null
                        && entry.patientId().equals(who.caller().patientId());
            case DOCTOR -> isDoctors(entry, who);
            case IMPORTER -> IMPORTERS.contains(entry.topic());
            default ->
                UNRESTRICTED.getOrDefault(entry.rights(), Set.of()).contains(role)
                        && (!isWork(entry) || role.equals(ADMIN) || concerns(role, entry, who));
        };
    }

    /** A doctor's calendar is their own; work is theirs that concerns them; of the rest care decides. */
    private static boolean isDoctors(FeedEntry entry, FeedSubscriber who) {
        boolean own = entry.doctorId() != null && entry.doctorId().equals(who.doctorId());
        return switch (entry.rights()) {
            case QUEUE, APPOINTMENTS -> own;
            case TASKS -> concerns(DOCTOR, entry, who);
            case ALERTS -> own || concerns(DOCTOR, entry, who);
            case PATIENTS, PRESCRIPTIONS, RESULTS, CLINICAL_DATA, NOTES, DOCUMENTS, PRESENCE -> true;
            case CARE, NOTIFICATIONS -> false;
        };
    }

    private static boolean isWork(FeedEntry entry) {
        return entry.rights() == FeedTopic.TASKS || entry.rights() == FeedTopic.ALERTS;
    }

    private static boolean concerns(String role, FeedEntry entry, FeedSubscriber who) {
        return entry.roles().contains(role)
                || entry.subjects().contains(who.caller().subject());
    }
}
