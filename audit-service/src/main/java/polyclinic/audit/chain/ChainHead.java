package polyclinic.audit.chain;

import polyclinic.audit.tree.Hashes;

/**
 * Where a chain ends.
 *
 * @param chain the Kafka partition
 * @param seq position of the last entry, 0 when there is none
 * @param hash its hash, hex, or {@link #GENESIS}
 */
public record ChainHead(int chain, long seq, String hash) {
    /** What the first entry of a chain names as its predecessor: 32 zero bytes. */
    public static final String GENESIS = "0".repeat(2 * Hashes.LENGTH);

    public static ChainHead start(int chain) {
        return new ChainHead(chain, 0, GENESIS);
    }
}
