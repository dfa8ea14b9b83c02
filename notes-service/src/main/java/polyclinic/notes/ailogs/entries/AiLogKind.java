package polyclinic.notes.ailogs.entries;

/** What an entry tells of. */
public enum AiLogKind {
    /** What a model was sent. */
    PROMPT,
    /** What it made of that. */
    COMPLETION,
    /** A turn between a person and a machine. */
    CONVERSATION,
    /** What was looked for in records, and what was found. */
    RETRIEVAL,
    /** A text of which numbers were made. */
    EMBEDDING
}
