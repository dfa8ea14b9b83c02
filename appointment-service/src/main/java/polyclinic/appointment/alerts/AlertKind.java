package polyclinic.appointment.alerts;

import java.util.List;
import polyclinic.appointment.work.Severity;
import polyclinic.appointment.work.StaffRole;

/** The rules: what there are alerts of, how severe they are, and whom they concern beside the doctor and the people they name. */
public enum AlertKind {
    CRITICAL_RESULT(Severity.CRITICAL, StaffRole.DOCTOR, StaffRole.NURSE),
    LOW_STOCK(Severity.WARNING, StaffRole.PHARMACIST),
    EXPIRING_STOCK(Severity.WARNING, StaffRole.PHARMACIST),
    EMERGENCY_ACCESS(Severity.WARNING, StaffRole.AUDITOR, StaffRole.DOCTOR),
    ISSUING_GIVEN_UP(Severity.WARNING),
    PRESCRIPTION_CONFLICT(Severity.CRITICAL, StaffRole.DOCTOR, StaffRole.PHARMACIST),
    PAYMENT_FAILED(Severity.WARNING, StaffRole.CASHIER),
    CANCELLATION_INCOMPLETE(Severity.WARNING, StaffRole.RECEPTIONIST, StaffRole.NURSE),
    NO_SHOW(Severity.INFO, StaffRole.RECEPTIONIST),
    TASK_OVERDUE(Severity.WARNING);

    private final Severity severity;
    private final List<StaffRole> audience;

    AlertKind(Severity severity, StaffRole... audience) {
        this.severity = severity;
        this.audience = List.of(audience);
    }

    Severity severity() {
        return severity;
    }

    List<StaffRole> audience() {
        return audience;
    }
}
