package polyclinic.billing.reports;

/** By what revenue is told apart. */
enum RevenueDimension {
    DAY("p.day::text"),
    METHOD("lower(p.method)"),
    KIND("lower(e.kind)"),
    DOCTOR("e.doctor_id::text");

    private final String column;

    RevenueDimension(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }
}
