package polyclinic.commons.reconciliation;

/** What every {@link Projection} is, whatever it keeps: beans are looked for by this, since a wildcard finds none. */
interface KeptFacts {
    /** The table or collection; the label of the metrics. */
    String name();

    /** The kind of facts, as restatements name it. */
    String kind();

    /** Whether this service keeps it: what commons has for several services is not in all that have the rest of it. */
    default boolean isKept() {
        return true;
    }
}
