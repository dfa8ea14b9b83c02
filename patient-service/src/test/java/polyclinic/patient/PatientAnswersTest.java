package polyclinic.patient;

import polyclinic.commons.testing.contracts.AnswerTable;

class PatientAnswersTest extends AnswerTable {
    @Override
    protected String contract() {
        return "patient";
    }
}
