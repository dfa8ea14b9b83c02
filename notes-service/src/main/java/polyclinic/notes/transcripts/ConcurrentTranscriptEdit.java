package polyclinic.notes.transcripts;

/** Another request changed the transcript after it was read: read it again and decide again. */
final class ConcurrentTranscriptEdit extends RuntimeException {
    ConcurrentTranscriptEdit() {
        super("the transcript has changed since it was read", null, false, false);
    }
}
