package polyclinic.patient.access;

import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;

/** Who reads an emergency access: those who review them, and whoever took it. */
public final class EmergencyAccessPolicy {
    private EmergencyAccessPolicy() {}

    /**
     * @param takenBy the subject of the person who took it
     */
    public static boolean mayRead(Caller caller, String takenBy) {
        return caller.is(Roles.AUDITOR) || takenBy.equals(caller.subject());
    }
}
