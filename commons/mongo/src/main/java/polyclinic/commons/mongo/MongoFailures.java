package polyclinic.commons.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import java.util.Set;
import org.bson.BSONException;

/** Tells refusals of the database apart. */
public final class MongoFailures {
    private static final int DUPLICATE_KEY = 11000;
    /** BadValue, DocumentValidationFailure, BSONObjectTooLarge (of an insert, of an update), DuplicateKey. */
    private static final Set<Integer> OF_THE_DOCUMENT = Set.of(2, 121, 10334, 17419, DUPLICATE_KEY);

    /** The unique index of {@link MongoSchema#provenanceIndex}. */
    static final String EXTERNAL_ID = "external_id_once";

    private MongoFailures() {}

    /** Whether a write was refused because what it brings from elsewhere is there already. */
    public static boolean isDuplicateExternalId(Throwable failure) {
        return isDuplicateKey(failure) && String.valueOf(failure.getMessage()).contains(EXTERNAL_ID);
    }

    /** Whether a write was refused by a unique index; of a bulk: whether nothing else was refused. */
    public static boolean isDuplicateKey(Throwable failure) {
        return failure instanceof MongoWriteException write
                        && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY
                || failure instanceof MongoCommandException command && command.getErrorCode() == DUPLICATE_KEY
                || failure instanceof MongoBulkWriteException bulk
                        && bulk.getWriteConcernError() == null
                        && bulk.getWriteErrors().stream()
                                .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
    }

    /**
     * Whether a write was refused for what the document is: it is a duplicate, not valid, too large or not to be written as
     * BSON. A write that a majority did not confirm is another matter, and so is a server that is not the primary any more.
     */
    public static boolean isOfTheDocument(Throwable failure) {
        if (failure instanceof BSONException) return true;
        if (failure instanceof MongoBulkWriteException bulk)
            return bulk.getWriteConcernError() == null
                    && !bulk.getWriteErrors().isEmpty()
                    && bulk.getWriteErrors().stream().allMatch(error -> OF_THE_DOCUMENT.contains(error.getCode()));
        if (failure instanceof MongoWriteException write)
            return OF_THE_DOCUMENT.contains(write.getError().getCode());
        return failure instanceof MongoCommandException command && OF_THE_DOCUMENT.contains(command.getErrorCode());
    }
}
