package polyclinic.clients.chaos.work;

/** What is made in a run: where a patient's are listed, who reads the list, and which field has the state. */
public enum RecordKind {
    APPOINTMENT("/appointments?patientId=", "reception", "status"),
    ENCOUNTER("/encounters?patientId=", "admin", ""),
    CLINICAL_DATA("/clinical-data?patientId=", "nurse", ""),
    NOTE("/notes?patientId=", "admin", "status"),
    ASSET("/assets?kind=document&patientId=", "admin", "status"),
    PRESCRIPTION("/prescriptions?patientId=", "admin", "status"),
    INVOICE("/invoices?status=paid&patientId=", "cashier", "status"),
    PAYMENT("/payments?patientId=", "cashier", "");

    private final String list;
    private final String reader;
    private final String state;

    RecordKind(String list, String reader, String state) {
        this.list = list;
        this.reader = reader;
        this.state = state;
    }

    /** Returns the path of the list of a patient's. */
    public String list(String patient) {
        return list + patient;
    }

    /** Returns the local account that may read it. */
    public String reader() {
        return reader;
    }

    /** Returns the name of the field with the state, or an empty text for what has none. */
    public String state() {
        return state;
    }
}
