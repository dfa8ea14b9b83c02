package polyclinic.commons.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoQueryException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcernResult;
import com.mongodb.WriteError;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaximumSizeExceededException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.TransientFailures;

class MongoFailuresTest {
    private static final ServerAddress SERVER = new ServerAddress();
    private static final WriteConcernError STEPPED_DOWN =
            new WriteConcernError(11602, "InterruptedDueToReplStateChange", "", new BsonDocument());

    @ParameterizedTest
    @ValueSource(ints = {2, 121, 10334, 11000, 17419})
    void what_one_document_is_refused_for(int code) {
        assertThat(MongoFailures.isOfTheDocument(write(code))).isTrue();
        assertThat(MongoFailures.isOfTheDocument(command(code))).isTrue();
        assertThat(MongoFailures.isOfTheDocument(bulk(null, code, 11000))).isTrue();
    }

    @Test
    void what_cannot_be_written_as_bson_is_the_documents_fault() {
        assertThat(MongoFailures.isOfTheDocument(new BsonMaximumSizeExceededException("")))
                .isTrue();
    }

    /** Unauthorized, write concern, step-downs, disk full. */
    @ParameterizedTest
    @ValueSource(ints = {13, 64, 91, 189, 11600, 11602, 14031})
    void what_is_the_installations(int code) {
        assertThat(MongoFailures.isOfTheDocument(write(code))).isFalse();
        assertThat(MongoFailures.isOfTheDocument(command(code))).isFalse();
        assertThat(MongoFailures.isOfTheDocument(bulk(null, 11000, code))).isFalse();
    }

    @Test
    void a_write_that_no_majority_confirmed_is_not_the_documents_fault() {
        assertThat(MongoFailures.isOfTheDocument(bulk(STEPPED_DOWN, 11000))).isFalse();
        assertThat(MongoFailures.isOfTheDocument(new MongoWriteConcernException(
                        STEPPED_DOWN, WriteConcernResult.unacknowledged(), SERVER, Set.of())))
                .isFalse();
        assertThat(MongoFailures.isOfTheDocument(new MongoExecutionTimeoutException("late")))
                .isFalse();
    }

    /** Whatever class the driver gives it: those of "not primary" and "recovering" come as a command's only. */
    @ParameterizedTest
    @ValueSource(ints = {64, 91, 112, 134, 175, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436})
    void a_step_down_or_an_election_passes(int code) {
        assertThat(TransientFailures.is(command(code))).isTrue();
        assertThat(TransientFailures.is(query(code))).isTrue();
        assertThat(TransientFailures.is(new CompletionException(query(code)))).isTrue();
        assertThat(TransientFailures.is(write(code))).isTrue();
    }

    @Test
    void a_write_that_no_majority_confirmed_passes_whatever_stands_beside_it() {
        assertThat(TransientFailures.is(bulk(STEPPED_DOWN))).isTrue();
        assertThat(TransientFailures.is(bulk(STEPPED_DOWN, 11000))).isTrue();
        assertThat(TransientFailures.is(new MongoWriteConcernException(
                        STEPPED_DOWN, WriteConcernResult.unacknowledged(), SERVER, Set.of())))
                .isTrue();
        assertThat(TransientFailures.is(new MongoExecutionTimeoutException("late")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 13, 121, 10334, 11000, 17419})
    void what_stays_does_not_pass(int code) {
        assertThat(TransientFailures.is(command(code))).isFalse();
        assertThat(TransientFailures.is(write(code))).isFalse();
        assertThat(TransientFailures.is(bulk(null, code))).isFalse();
    }

    private static MongoQueryException query(int code) {
        return new MongoQueryException(new BsonDocument("code", new BsonInt32(code)), SERVER);
    }

    private static MongoWriteException write(int code) {
        return new MongoWriteException(new WriteError(code, "", new BsonDocument()), SERVER, Set.of());
    }

    private static MongoCommandException command(int code) {
        return new MongoCommandException(new BsonDocument("code", new BsonInt32(code)), SERVER);
    }

    private static MongoBulkWriteException bulk(@Nullable WriteConcernError concern, int... codes) {
        return new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(),
                IntStream.range(0, codes.length)
                        .mapToObj(i -> new BulkWriteError(codes[i], "", new BsonDocument(), i))
                        .toList(),
                concern,
                SERVER,
                Set.of());
    }
}
