package polyclinic.notes;

import polyclinic.commons.testing.contracts.AnswerTable;

class NotesAnswersTest extends AnswerTable {
    @Override
    protected String contract() {
        return "notes";
    }
}
