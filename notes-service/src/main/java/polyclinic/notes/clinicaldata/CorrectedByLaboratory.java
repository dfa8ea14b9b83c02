package polyclinic.notes.clinicaldata;

import java.util.UUID;
import polyclinic.commons.problem.Problem;

/** 409 {@code corrected-by-laboratory}: marked here alone, a result would stay valid in the request that it comes from. */
final class CorrectedByLaboratory extends Problem {
    CorrectedByLaboratory(UUID labRequestId) {
        super(
                409,
                "corrected-by-laboratory",
                "Results of a laboratory request are corrected there: POST /api/v1/lab-requests/{id}/correct.");
        with("labRequestId", labRequestId);
    }
}
