package polyclinic.audit.verification;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param entries entries that were recomputed
 * @param from how many entries were found sound before and are not looked at again; 0 when all are recomputed
 * @param checkpoints checkpoints that were checked
 */
record VerificationReport(boolean valid, long entries, long from, long checkpoints, List<ChainReport> chains) {
    /**
     * @param length entries that are there
     * @param from how many of them, the first, were found sound before and are not looked at again
     * @param head hash of the last of them
     * @param firstBroken the first entry that is not as it was recorded, or null
     * @param problems everything that is wrong, in order of position; the first hundred
     */
    record ChainReport(
            int chain,
            long length,
            long from,
            String head,
            long checkpoints,
            @Nullable Broken firstBroken,
            List<Broken> problems) {
        private long recomputed() {
            return length - from;
        }
    }

    /**
     * @param seq position in the chain
     * @param entryId id of the entry that is at this position now, or null when none is
     * @param reason {@code edited}: the fields are not those that were hashed · {@code replaced}: hashed again, but not what
     *     a checkpoint signed · {@code moved}: signed for another position · {@code unlinked}: names another predecessor ·
     *     {@code forged}: not signed by the service that it names · {@code unsigned}: although services sign ·
     *     {@code missing}: deleted · {@code truncated}: deleted with all that followed · {@code surplus}: beyond a gap or
     *     under a wrong key · {@code head}: the recorded head contradicts · {@code checkpoint}: a checkpoint contradicts ·
     *     {@code segment}: a sealed year is not what was sealed
     */
    record Broken(long seq, @Nullable String entryId, String reason, String detail) {}

    /** @param checked in any order */
    static VerificationReport of(List<ChainReport> checked) {
        List<ChainReport> chains = checked.stream()
                .sorted(Comparator.comparingInt(ChainReport::chain))
                .toList();
        return new VerificationReport(
                chains.stream().allMatch(chain -> chain.problems().isEmpty()),
                chains.stream().mapToLong(ChainReport::recomputed).sum(),
                chains.stream().mapToLong(ChainReport::from).sum(),
                chains.stream().mapToLong(ChainReport::checkpoints).sum(),
                chains);
    }
}
