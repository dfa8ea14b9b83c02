package polyclinic.audit;

import polyclinic.commons.testing.contracts.AnswerTable;

class AuditAnswersTest extends AnswerTable {
    @Override
    protected String contract() {
        return "audit";
    }
}
