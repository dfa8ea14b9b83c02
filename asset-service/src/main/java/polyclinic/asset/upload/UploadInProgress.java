package polyclinic.asset.upload;

import polyclinic.commons.problem.Problem;

/** 409: the first request with this {@code Idempotency-Key} has not ended yet. */
final class UploadInProgress extends Problem {
    UploadInProgress() {
        super(409, "request-in-progress", "The same request is still running; ask again in a moment.");
    }
}
