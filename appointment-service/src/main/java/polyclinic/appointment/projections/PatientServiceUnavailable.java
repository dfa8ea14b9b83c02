package polyclinic.appointment.projections;

import polyclinic.commons.problem.Problem;

/** Only patient-service could say whether there is such a patient, and it does not answer. */
final class PatientServiceUnavailable extends Problem {
    PatientServiceUnavailable() {
        super(503, "patient-service-unavailable", "Whether this patient exists cannot be told right now; try again.");
    }
}
