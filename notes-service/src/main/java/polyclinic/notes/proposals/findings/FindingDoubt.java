package polyclinic.notes.proposals.findings;

/** Why a line may not say what it seems to say. A person is shown it, and it becomes no history. */
public enum FindingDoubt {
    /** {@code 6,500}: one thing with a decimal comma, another with a comma between thousands. */
    NUMBER_AMBIGUOUS,
    /** What stands in the unit's place is none of UCUM, in the spellings that are known. */
    UNIT_NOT_KNOWN,
    NO_UNIT,
    /** Only the lines around it say that it is a result. */
    NO_RANGE,
    /** It begins above its end. */
    RANGE_REVERSED,
    /** The line says that the value is high, or low, and its range says that it is not. */
    FLAG_DIFFERS,
    NO_STRENGTH,
    /** It does not say how often. */
    NO_DOSAGE
}
