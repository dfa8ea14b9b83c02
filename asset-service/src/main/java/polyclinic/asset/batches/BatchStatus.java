package polyclinic.asset.batches;

/** Whether a batch takes documents. */
enum BatchStatus {
    OPEN,
    CLOSED
}
