package polyclinic.audit.analytics;

/** What events are counted by. */
enum SummaryBy {
    HOUR,
    DAY,
    USER,
    PAGE
}
