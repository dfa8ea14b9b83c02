package polyclinic.patient;

import java.util.List;
import polyclinic.commons.testing.contracts.EventContracts;
import polyclinic.patient.allergies.AllergyEvent;
import polyclinic.patient.conditions.ConditionEvent;
import polyclinic.patient.emergency.EmergencyAccessEvent;
import polyclinic.patient.immunizations.ImmunizationEvent;
import polyclinic.patient.medicalrecords.MedicalRecordEvent;
import polyclinic.patient.patients.PatientEvent;
import polyclinic.patient.restatements.PatientRestatement;

class PatientContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return PatientEvent.class;
    }

    @Override
    protected List<Class<?>> allEvents() {
        return List.of(
                PatientEvent.class,
                AllergyEvent.class,
                ConditionEvent.class,
                ImmunizationEvent.class,
                MedicalRecordEvent.class,
                EmergencyAccessEvent.class,
                PatientRestatement.class);
    }
}
