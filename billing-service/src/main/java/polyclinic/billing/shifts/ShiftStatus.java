package polyclinic.billing.shifts;

/** Whether money may go through a drawer. */
enum ShiftStatus {
    OPEN,
    CLOSED
}
