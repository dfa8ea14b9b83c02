package polyclinic.clients.replay.plan;

/** What an item of a record becomes in the clinic. */
public enum ImportItemKind {
    ALLERGY,
    HISTORY,
    CLINICAL_DATA,
    ASSET,
    /** Money of elsewhere: issued there, and perhaps paid. */
    INVOICE
}
