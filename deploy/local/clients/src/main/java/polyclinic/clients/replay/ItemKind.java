package polyclinic.clients.replay;

/** In which form something of a record comes into the clinic. */
enum ItemKind {
    ALLERGY,
    HISTORY,
    CLINICAL_DATA,
    ASSET
}
