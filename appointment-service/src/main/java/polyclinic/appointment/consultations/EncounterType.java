package polyclinic.appointment.consultations;

/** How the patient came: by an appointment, or without one through the queue. */
enum EncounterType {
    BOOKED,
    WALK_IN
}
