package polyclinic.billing;

import polyclinic.commons.testing.contracts.AnswerTable;

class BillingAnswersTest extends AnswerTable {
    @Override
    protected String contract() {
        return "billing";
    }
}
