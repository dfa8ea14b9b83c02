package polyclinic.appointment;

import polyclinic.commons.testing.contracts.AnswerTable;

class AppointmentAnswersTest extends AnswerTable {
    @Override
    protected String contract() {
        return "appointment";
    }
}
