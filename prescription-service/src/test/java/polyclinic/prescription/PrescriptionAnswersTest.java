package polyclinic.prescription;

import polyclinic.commons.testing.contracts.AnswerTable;

class PrescriptionAnswersTest extends AnswerTable {
    @Override
    protected String contract() {
        return "prescription";
    }
}
