package polyclinic.notes.webhooks.ledger;

/** What a webhook asks for, by the names that the live feed has for it. */
public enum WebhookTopic {
    QUEUE,
    APPOINTMENTS,
    ALERTS,
    TASKS,
    PATIENTS,
    PRESCRIPTIONS,
    RESULTS,
    CLINICAL_DATA,
    NOTES,
    DOCUMENTS
}
