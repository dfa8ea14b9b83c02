package polyclinic.audit.chain;

import org.jspecify.annotations.Nullable;
import polyclinic.audit.tree.Hashes;

/**
 * A record in its position in a chain. It is written once and never changed.
 *
 * @param key the document's id, see {@link #key(int, long)}: the unique index that keeps a chain from forking, and the
 *     cheapest way to read a range of it on any MongoDB-compatible server
 * @param chain the Kafka partition that it came from
 * @param seq position in the chain, from 1 without a gap
 * @param offset its offset in the partition
 * @param hash {@code SHA-256(previousHash ‖ canonical(entry))}, hex, see {@link CanonicalForm}
 * @param metadata null when it arrived on time
 * @param previousHash the hash of {@code seq - 1}, {@link ChainHead#GENESIS} for the first
 */
public record ChainEntry(
        String key,
        int chain,
        long seq,
        long offset,
        String hash,
        String previousHash,
        AuditRecord record,
        @Nullable ArrivalMetadata metadata)
        implements StoredEntry {
    private static final int CHAIN_DIGITS = 4;
    private static final int SEQ_DIGITS = 15;

    /**
     * The entry that follows {@code head}.
     *
     * @throws IllegalStateException when the chain ends in a damaged entry: there is no hash to name
     */
    public static ChainEntry after(ChainHead head, long offset, AuditRecord record) {
        return after(head, offset, record, null);
    }

    /** As {@link #after(ChainHead, long, AuditRecord)}, for a record that may not have arrived on time. */
    public static ChainEntry after(
            ChainHead head, long offset, AuditRecord record, @Nullable ArrivalMetadata metadata) {
        if (!Hashes.isHash(head.hash())) throw new IllegalStateException("the chain ends in a damaged entry");
        long seq = head.seq() + 1;
        String key = key(head.chain(), seq);
        ChainEntry unhashed = new ChainEntry(key, head.chain(), seq, offset, "", head.hash(), record, metadata);
        return new ChainEntry(key, head.chain(), seq, offset, unhashed.computedHash(), head.hash(), record, metadata);
    }

    /** {@code chain/seq} with leading zeros, so that text order is the order of the chains. */
    public static String key(int chain, long seq) {
        StringBuilder key = new StringBuilder(CHAIN_DIGITS + 1 + SEQ_DIGITS);
        digits(key, chain, CHAIN_DIGITS);
        digits(key.append('/'), seq, SEQ_DIGITS);
        return key.toString();
    }

    private static void digits(StringBuilder key, long number, int digits) {
        String plain = Long.toString(number);
        key.append("0".repeat(Math.max(0, digits - plain.length()))).append(plain);
    }

    @Override
    public String id() {
        return record.id();
    }

    @Override
    public String occurredAt() {
        return record.occurredAt();
    }

    /** The chain's end when this is its last entry. */
    public ChainHead head() {
        return new ChainHead(chain, seq, hash);
    }

    /** Whether hash and key are what the other members make them. */
    @Override
    public boolean isIntact() {
        return Hashes.isHash(previousHash)
                && key(chain, seq).equals(key)
                && computedHash().equals(hash);
    }

    private String computedHash() {
        return Hashes.hex(Hashes.sha256(Hashes.bytes(previousHash), CanonicalForm.bytes(this)));
    }
}
