package polyclinic.commons.identity;

/** How far a role reaches in one kind of resource, from the narrowest to the widest. */
public enum Reach {
    /** Nothing. */
    NONE,
    /** The caller's own record, as a patient. */
    OWN,
    /** The patients whom the caller has in care, as a doctor. */
    CARE,
    /** Everybody. */
    ALL
}
