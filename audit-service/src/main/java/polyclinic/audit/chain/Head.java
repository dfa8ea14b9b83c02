package polyclinic.audit.chain;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * Where a chain ends.
 *
 * @param chain the Kafka partition
 * @param seq number of the last entry, 0 when there is none
 * @param hash its hash, or {@link #GENESIS}
 */
@MongoEntity(collection = "heads")
public record Head(@BsonId int chain, long seq, String hash) {
    /** What the first entry of a chain names as its predecessor: 32 zero bytes. */
    public static final String GENESIS = "0".repeat(2 * Hashes.LENGTH);

    public static Head start(int chain) {
        return new Head(chain, 0, GENESIS);
    }
}
