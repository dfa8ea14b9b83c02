package polyclinic.patient.access;

import static polyclinic.commons.identity.Reach.ALL;
import static polyclinic.commons.identity.Reach.CARE;
import static polyclinic.commons.identity.Reach.NONE;
import static polyclinic.commons.identity.Reach.OWN;
import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.AUDITOR;
import static polyclinic.commons.identity.Roles.CASHIER;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.IMPORTER;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;
import static polyclinic.commons.identity.Roles.PATIENT;
import static polyclinic.commons.identity.Roles.PHARMACIST;
import static polyclinic.commons.identity.Roles.RECEPTIONIST;

import java.util.Map;
import polyclinic.commons.identity.AccessPolicy;

/** Role × resource × scope in patient-service. */
public final class PatientAccessPolicy {
    /** Who patients are. */
    public static final AccessPolicy PATIENTS = AccessPolicy.of(Map.of(
                    PATIENT, OWN,
                    DOCTOR, CARE,
                    RECEPTIONIST, ALL,
                    NURSE, ALL,
                    PHARMACIST, ALL,
                    LAB_TECHNICIAN, ALL,
                    CASHIER, ALL,
                    ADMIN, ALL,
                    AUDITOR, NONE))
            .and(IMPORTER, ALL);

    /** Of whom events are told, by their ids: to auditors too, whom alerts of emergency access concern. */
    public static final AccessPolicy FOLLOWED = AccessPolicy.of(Map.of(
            PATIENT, OWN,
            DOCTOR, CARE,
            RECEPTIONIST, ALL,
            NURSE, ALL,
            PHARMACIST, ALL,
            LAB_TECHNICIAN, ALL,
            CASHIER, ALL,
            ADMIN, ALL,
            AUDITOR, ALL));

    /**
     * How patients are reached, and their other numbers. Who hands out medicine, examines samples or takes money has to know
     * that it is the right person, and no more.
     */
    public static final AccessPolicy CONTACTS = AccessPolicy.of(Map.of(
                    PATIENT, OWN,
                    DOCTOR, CARE,
                    RECEPTIONIST, ALL,
                    NURSE, ALL,
                    ADMIN, ALL,
                    PHARMACIST, NONE,
                    LAB_TECHNICIAN, NONE,
                    CASHIER, NONE,
                    AUDITOR, NONE))
            .and(IMPORTER, ALL);

    /** Clinical content, which roles that only administer patients do not reach. */
    public static final AccessPolicy ALLERGIES = AccessPolicy.of(Map.of(
            PATIENT, OWN,
            DOCTOR, CARE,
            NURSE, ALL,
            PHARMACIST, ALL,
            ADMIN, ALL,
            RECEPTIONIST, NONE,
            LAB_TECHNICIAN, NONE,
            CASHIER, NONE,
            AUDITOR, NONE));

    private PatientAccessPolicy() {}
}
