package polyclinic.notes.events;

public enum NoteType {
    SOAP,
    MANUAL,
    AUDIO_TRANSCRIPTION,
    AI_SUMMARY
}
