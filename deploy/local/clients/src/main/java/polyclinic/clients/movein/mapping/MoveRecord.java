package polyclinic.clients.movein.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of elsewhere, in the suite's words.
 *
 * @param externalId its id there, unique among the records of its target
 * @param place where it stands: {@code patients.json:12}
 * @param patient the id there of the patient whom it is about; null for who is no record of a patient
 * @param body the request that stores it, with its provenance and without {@code patientId}
 * @param queueSteps the states that a place in the queue is to be moved through
 * @param treatments what was done to it beyond saying it in other words
 */
public record MoveRecord(
        MoveTarget target,
        String externalId,
        String place,
        @Nullable String patient,
        ObjectNode body,
        List<String> queueSteps,
        List<String> treatments) {}
