package polyclinic.appointment.orders;

import polyclinic.appointment.work.StaffRole;

/** What kind of service is ordered, who performs it unless the order says otherwise, and whether it has an outcome to tell. */
public enum OrderKind {
    IMAGING(StaffRole.LAB_TECHNICIAN, true),
    PROCEDURE(StaffRole.DOCTOR, true),
    REFERRAL(StaffRole.RECEPTIONIST, false),
    NURSING(StaffRole.NURSE, false),
    DIET(StaffRole.NURSE, false);

    private final StaffRole performer;
    private final boolean outcomeRequired;

    OrderKind(StaffRole performer, boolean outcomeRequired) {
        this.performer = performer;
        this.outcomeRequired = outcomeRequired;
    }

    public StaffRole performer() {
        return performer;
    }

    /** Whether it means nothing to say that it was done without saying what was found. */
    boolean isOutcomeRequired() {
        return outcomeRequired;
    }
}
