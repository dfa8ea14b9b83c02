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
                    AUDITOR, ALL))
            .and(IMPORTER, ALL);

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

    /** Conditions and immunizations: whoever treats the patient, or hands out what may not go with them. */
    public static final AccessPolicy PROBLEM_LIST = AccessPolicy.of(Map.of(
            PATIENT, OWN,
            DOCTOR, CARE,
            NURSE, ALL,
            PHARMACIST, ALL,
            ADMIN, ALL,
            RECEPTIONIST, NONE,
            LAB_TECHNICIAN, NONE,
            CASHIER, NONE,
            AUDITOR, NONE));

    /** Medical records, which may hold anything: whoever treats the patient. */
    public static final AccessPolicy MEDICAL_RECORDS = AccessPolicy.of(Map.of(
            PATIENT, OWN,
            DOCTOR, CARE,
            NURSE, ALL,
            ADMIN, ALL,
            PHARMACIST, NONE,
            RECEPTIONIST, NONE,
            LAB_TECHNICIAN, NONE,
            CASHIER, NONE,
            AUDITOR, NONE));

    /** Entries that were entered in error, which may tell of somebody else: whoever corrects the record. */
    public static final AccessPolicy WITHDRAWN_ENTRIES = AccessPolicy.of(Map.of(
            DOCTOR, CARE,
            NURSE, ALL,
            ADMIN, ALL,
            PATIENT, NONE,
            PHARMACIST, NONE,
            RECEPTIONIST, NONE,
            LAB_TECHNICIAN, NONE,
            CASHIER, NONE,
            AUDITOR, NONE));

    private PatientAccessPolicy() {}
}
