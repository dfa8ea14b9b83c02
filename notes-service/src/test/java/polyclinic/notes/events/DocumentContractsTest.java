package polyclinic.notes.events;

import polyclinic.commons.testing.contracts.EventContracts;

class DocumentContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return DocumentEvent.class;
    }
}
