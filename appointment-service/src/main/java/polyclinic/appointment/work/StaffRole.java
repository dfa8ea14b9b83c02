package polyclinic.appointment.work;

/** Whose work something is, by what they are in the clinic: the realm's roles of its staff. */
public enum StaffRole {
    RECEPTIONIST,
    NURSE,
    DOCTOR,
    PHARMACIST,
    LAB_TECHNICIAN,
    CASHIER,
    AUDITOR,
    ADMIN
}
