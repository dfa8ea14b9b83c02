package polyclinic.asset.extracts;

/** Whether there are small pictures of a file. */
public enum ThumbnailStatus {
    /** Waits for its turn, and for the virus scanner where there is one. */
    PENDING,
    MADE,
    /** None could be made, see {@link TextFailure}. */
    FAILED
}
