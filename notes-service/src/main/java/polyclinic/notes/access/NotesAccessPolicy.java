package polyclinic.notes.access;

import static polyclinic.commons.identity.Reach.ALL;
import static polyclinic.commons.identity.Reach.CARE;
import static polyclinic.commons.identity.Reach.NONE;
import static polyclinic.commons.identity.Reach.OWN;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Reach;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.identity.Scope;

/** How far each role reaches in each kind of document. */
public final class NotesAccessPolicy {
    private static final Map<String, List<Reach>> TABLE = Map.ofEntries(
            //                        notes  drafts  data  results  history  timeline
            row(Roles.ADMIN, ALL, ALL, ALL, ALL, ALL, ALL),
            row(Roles.NURSE, ALL, ALL, ALL, ALL, ALL, ALL),
            row(Roles.DOCTOR, CARE, CARE, CARE, CARE, CARE, CARE),
            row(Roles.LAB_TECHNICIAN, NONE, NONE, NONE, ALL, NONE, NONE),
            row(Roles.PATIENT, OWN, NONE, OWN, OWN, OWN, OWN),
            row(Roles.RECEPTIONIST, NONE, NONE, NONE, NONE, NONE, NONE),
            row(Roles.PHARMACIST, NONE, NONE, NONE, NONE, NONE, NONE),
            row(Roles.CASHIER, NONE, NONE, NONE, NONE, NONE, NONE),
            row(Roles.AUDITOR, NONE, NONE, NONE, NONE, NONE, NONE),
            row(Roles.SERVICE, NONE, NONE, NONE, NONE, NONE, NONE));

    /** Signed notes, and notes to be written. */
    public static final AccessPolicy NOTES = column(0);

    private static final AccessPolicy DRAFTS = column(1);
    private static final AccessPolicy CLINICAL_DATA = column(2);
    private static final AccessPolicy LAB_RESULTS = column(3);

    public static final AccessPolicy HISTORY = column(4);

    public static final AccessPolicy TIMELINE = column(5);

    private NotesAccessPolicy() {}

    /** Whether the caller sees drafts and other unfinished work of the patients within reach. */
    public static boolean seesDrafts(Caller caller) {
        return DRAFTS.reach(caller) != NONE;
    }

    /** Whether the caller's clinical data are laboratory results and no others. */
    public static boolean seesOnlyLabResults(Caller caller) {
        return LAB_RESULTS.reach(caller) == ALL && CLINICAL_DATA.reach(caller).compareTo(CARE) < 0;
    }

    /** Of clinical data, or of laboratory results where the caller sees no others. */
    public static Scope clinicalData(Caller caller) {
        return (seesOnlyLabResults(caller) ? LAB_RESULTS : CLINICAL_DATA).scope(caller);
    }

    private static Map.Entry<String, List<Reach>> row(String role, Reach... reaches) {
        return Map.entry(role, List.of(reaches));
    }

    private static AccessPolicy column(int index) {
        Map<String, Reach> reaches = new HashMap<>();
        TABLE.forEach((role, row) -> reaches.put(role, row.get(index)));
        return AccessPolicy.of(reaches);
    }
}
