package polyclinic.billing.money;

/** What is sold. */
public enum ItemKind {
    CONSULTATION,
    PROCEDURE,
    LAB,
    MEDICINE,
    OTHER
}
