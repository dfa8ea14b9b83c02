package polyclinic.notes.transcripts.segments;

/** Whether more may be appended. */
public enum TranscriptStatus {
    RECORDING,
    COMPLETED
}
