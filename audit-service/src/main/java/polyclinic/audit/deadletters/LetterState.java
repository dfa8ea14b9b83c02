package polyclinic.audit.deadletters;

/** What has become of a dead letter. */
enum LetterState {
    /** Nobody has dealt with it. */
    OPEN,
    /** Somebody wants it handled again; the service has not said yet what came of it. */
    REPLAY_REQUESTED,
    /** Somebody wants nothing to be done; the service has not noted it yet. */
    DROP_REQUESTED,
    /** The service has handled the message after all. */
    REPLAYED,
    /** Nothing is to be done. */
    DROPPED
}
