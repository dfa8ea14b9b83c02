package polyclinic.audit.archive;

import polyclinic.commons.problem.Problem;

/** 503: without the checkpoints in S3 it cannot be said that the trail is whole. */
public class CheckpointStoreUnavailable extends Problem {
    public CheckpointStoreUnavailable() {
        super(
                503,
                "checkpoint-store-unavailable",
                "The checkpoints outside the database cannot be read, so nothing can be said about the trail.");
    }
}
