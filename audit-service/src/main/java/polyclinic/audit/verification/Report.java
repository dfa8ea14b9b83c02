package polyclinic.audit.verification;

import java.util.Comparator;
import java.util.List;

/**
 * What a verification found.
 *
 * @param entries entries that were recomputed
 * @param checkpoints checkpoints that were checked
 */
public record Report(boolean valid, long entries, long checkpoints, List<ChainReport> chains) {
    /**
     * @param length entries that are there
     * @param head hash of the last of them
     * @param firstBroken the first entry that is not as it was recorded, or null
     * @param problems everything that is wrong, in order of place; the first hundred
     */
    public record ChainReport(
            int chain, long length, String head, long checkpoints, Broken firstBroken, List<Broken> problems) {}

    /**
     * @param seq place in the chain
     * @param entryId id of the entry that is at this place now, or null when none is
     * @param reason {@code edited}: the fields are not those that were hashed · {@code replaced}: hashed again, but not what
     *     a checkpoint signed · {@code moved}: signed for another place · {@code unlinked}: names another predecessor ·
     *     {@code missing}: deleted · {@code truncated}: deleted with all that followed · {@code surplus}: beyond a gap or
     *     under a wrong key · {@code head}: the recorded head contradicts · {@code checkpoint}: a checkpoint contradicts
     */
    public record Broken(long seq, String entryId, String reason, String detail) {}

    /** @param checked in any order */
    static Report of(List<ChainReport> checked) {
        List<ChainReport> chains = checked.stream()
                .sorted(Comparator.comparingInt(ChainReport::chain))
                .toList();
        return new Report(
                chains.stream().allMatch(chain -> chain.problems().isEmpty()),
                chains.stream().mapToLong(ChainReport::length).sum(),
                chains.stream().mapToLong(ChainReport::checkpoints).sum(),
                chains);
    }
}
