package polyclinic.clients.movein.bridge;

import java.time.Instant;
import java.util.Map;
import polyclinic.clients.movein.mapping.MoveTarget;

/**
 * A record of the suite's as it was read last.
 *
 * @param fields field → hash of what it says
 * @param isUntouched whether it is as it was brought in or made
 * @param isFromThere whether it was brought in from the files
 * @param since when it came into the suite: of two that stand for one record there the later counts
 */
record SuiteRecord(
        MoveTarget target,
        String id,
        Map<String, String> fields,
        boolean isUntouched,
        boolean isFromThere,
        Instant since) {}
