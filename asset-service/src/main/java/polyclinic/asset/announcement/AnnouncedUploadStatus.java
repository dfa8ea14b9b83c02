package polyclinic.asset.announcement;

/** Where an announced upload is. */
enum AnnouncedUploadStatus {
    /** Its bytes may be sent. */
    ANNOUNCED,
    /** It is an asset. */
    COMPLETED,
    /** Nobody completed it in time. */
    EXPIRED
}
