package polyclinic.asset;

import polyclinic.commons.testing.contracts.AnswerTable;

class AssetAnswersTest extends AnswerTable {
    @Override
    protected String contract() {
        return "asset";
    }
}
