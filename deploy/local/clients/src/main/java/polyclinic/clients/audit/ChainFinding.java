package polyclinic.clients.audit;

import org.jspecify.annotations.Nullable;

/**
 * A place where a chain contradicts its own hashes or its checkpoints.
 *
 * @param id of the entry at that place; null when there is none, or the finding is about a checkpoint
 */
record ChainFinding(long seq, @Nullable String id, String what) {
    String sentence() {
        return "entry " + seq + (id == null ? "" : " (" + id + ")") + ": " + what;
    }
}
