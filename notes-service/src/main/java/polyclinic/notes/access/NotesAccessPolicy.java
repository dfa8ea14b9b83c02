package polyclinic.notes.access;

import static polyclinic.commons.identity.Reach.ALL;
import static polyclinic.commons.identity.Reach.CARE;
import static polyclinic.commons.identity.Reach.NONE;
import static polyclinic.commons.identity.Reach.OWN;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Reach;
import polyclinic.commons.identity.Roles;

/** How far each role reaches in each kind of document. */
public final class NotesAccessPolicy {
    private static final Map<String, List<Reach>> TABLE = Map.ofEntries(
            //                        notes  drafts  others'  data  results  history  timeline  unreleased  accounts
            // withdrawn  templates
            row(Roles.ADMIN, ALL, ALL, NONE, ALL, ALL, ALL, ALL, ALL, ALL, ALL, ALL),
            row(Roles.NURSE, ALL, ALL, NONE, ALL, ALL, ALL, ALL, ALL, NONE, NONE, NONE),
            row(Roles.DOCTOR, CARE, CARE, CARE, CARE, CARE, CARE, CARE, CARE, NONE, CARE, NONE),
            row(Roles.LAB_TECHNICIAN, NONE, NONE, NONE, NONE, ALL, NONE, NONE, ALL, NONE, NONE, NONE),
            row(Roles.PATIENT, OWN, NONE, NONE, OWN, OWN, OWN, OWN, NONE, OWN, NONE, NONE),
            row(Roles.RECEPTIONIST, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE),
            row(Roles.PHARMACIST, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE),
            row(Roles.CASHIER, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE),
            row(Roles.AUDITOR, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE));

    /** Signed notes, and notes to be written. */
    public static final AccessPolicy NOTES = column(0).and(Roles.IMPORTER, ALL);

    /** Drafts, and whatever else is not for patients. */
    public static final AccessPolicy DRAFTS = column(1);

    /** Drafts that somebody else wrote, to be edited and signed. */
    public static final AccessPolicy OTHERS_DRAFTS = column(2);

    /** Clinical data of any type. */
    public static final AccessPolicy CLINICAL_DATA = column(3);

    /** Laboratory results, which are clinical data that a laboratory sees too. */
    public static final AccessPolicy LAB_RESULTS = column(4);

    public static final AccessPolicy HISTORY = column(5).and(Roles.IMPORTER, ALL);

    public static final AccessPolicy TIMELINE = column(6);

    /** Results of laboratory requests that no doctor has reviewed yet. */
    public static final AccessPolicy UNRELEASED_RESULTS = column(7);

    /** What of a timeline is about money: as far as billing-service shows a role the patient's account. */
    public static final AccessPolicy ACCOUNTS = column(8);

    /** Notes that somebody else wrote, to be marked as entered in error. */
    public static final AccessPolicy OTHERS_NOTES_IN_ERROR = column(9);

    /** Templates that somebody else wrote and does not share, and changes of any: they are about no patient. */
    public static final AccessPolicy OTHERS_TEMPLATES = column(10);

    private NotesAccessPolicy() {}

    private static Map.Entry<String, List<Reach>> row(String role, Reach... reaches) {
        return Map.entry(role, List.of(reaches));
    }

    private static AccessPolicy column(int index) {
        Map<String, Reach> reaches = new HashMap<>();
        TABLE.forEach((role, row) -> reaches.put(role, row.get(index)));
        return AccessPolicy.of(reaches);
    }
}
