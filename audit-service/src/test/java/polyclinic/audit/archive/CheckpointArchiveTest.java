package polyclinic.audit.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static polyclinic.audit.proofs.CheckpointClient.checkpoints;
import static polyclinic.commons.testing.web.ServiceClient.as;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.checkpoints.ArchiveQueue;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.Checkpoints;
import polyclinic.commons.json.Json;
import polyclinic.commons.testing.contracts.HoldContract;
import polyclinic.commons.testing.servers.S3Server;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

@QuarkusTest
class CheckpointArchiveTest extends ServiceTest {
    @Inject
    CheckpointArchive archive;

    @Inject
    ArchiveBucket bucket;

    @Inject
    CheckpointSchedule schedule;

    @Inject
    Checkpoints checkpoints;

    @Inject
    ChainEntries entries;

    @Inject
    S3AsyncClient s3;

    @Inject
    CheckpointAge age;

    @Inject
    ArchiveQueue queue;

    @Inject
    Vertx vertx;

    /** On a thread of the client no bean can be made that has settings: the first whole verification after a start failed there. */
    @Test
    void an_answer_comes_back_to_the_context_that_asked() throws Exception {
        Context asking = vertx.getOrCreateContext();
        CompletableFuture<Context> answered = new CompletableFuture<>();
        asking.runOnContext(ignored -> archive.lastNumbers()
                .subscribe()
                .with(numbers -> answered.complete(Vertx.currentContext()), answered::completeExceptionally));

        assertThat(answered.get(10, TimeUnit.SECONDS)).isSameAs(asking);
    }

    @Test
    void a_bucket_that_keeps_nothing_is_known_for_it() {
        assertThat(bucket.protection().await().indefinitely()).isEqualTo(ArchiveBucket.Protection.NONE);
    }

    /**
     * The local server has no object lock. One that has refuses each object that comes without a checksum, whatever its retention
     * is by default; and there, too, an object of the same name must not become its newest version.
     */
    @Test
    void objects_are_sent_as_a_locked_bucket_takes_them() {
        String key = "locked/" + UUID.randomUUID();
        bucket.write(key, "application/json", new byte[] {'1'}).await().indefinitely();

        SdkHttpRequest sent = SentRequests.put(key).orElseThrow();
        assertThat(sent.headers().keySet())
                .anyMatch(name -> name.equalsIgnoreCase("Content-MD5")
                        || name.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum-")
                        || name.equalsIgnoreCase("x-amz-sdk-checksum-algorithm"));
        assertThat(sent.firstMatchingHeader("If-None-Match")).contains("*");
        assertThatThrownBy(() -> bucket.write(key, "application/json", new byte[] {'2'})
                        .await()
                        .indefinitely())
                .matches(ArchiveBucket::isPresent);
        assertThat(bucket.read(key).await().indefinitely()).containsExactly('1');
    }

    @Test
    void while_s3_is_away_checkpoints_wait_and_nothing_is_lost() {
        int chain = freshChain();
        Instant coveredBefore;
        feed.append(chain, 1, 10);
        S3Server.current().kill();
        try {
            checkpoint(chain);
            feed.append(chain, 11, 20);
            checkpoint(chain);

            assertThat(checkpoints("?chain=" + chain).stream().map(item -> item.get("archived")))
                    .containsExactly(false, false);
            coveredBefore = coveredAt();
            schedule.run().await().indefinitely();
            assertThat(coveredAt()).isCloseTo(coveredBefore, within(50, ChronoUnit.MILLIS));
            as("auditor").body("{}").post("/api/v1/audit/verify").then().statusCode(503);
        } finally {
            S3Server.current().start();
        }
        schedule.run().await().indefinitely();

        // Other tests break chains or keep checkpoints from S3, and then not all is covered.
        assertThat(coveredAt().isAfter(coveredBefore.plusMillis(50)))
                .isEqualTo(issuance.isSound() && queue.waiting().isEmpty());
        assertThat(checkpoints("?chain=" + chain).stream().map(item -> item.get("archived")))
                .containsExactly(true, true);
        assertThat(archived(chain, 2).treeHead().size()).isEqualTo(20);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void who_makes_recovery_points_can_ask_how_long_ago_s3_had_all_entries() {
        age.covered(Instant.now().minusMillis(1500));

        assertThat(HoldContract.state().path("behindMillis").path("checkpoints").asLong())
                .isGreaterThanOrEqualTo(1500)
                .isLessThan(Duration.ofMinutes(10).toMillis());
    }

    @Test
    void what_is_in_s3_is_never_written_over() {
        int chain = freshChain();
        feed.append(chain, 1, 10);
        checkpoint(chain);
        Checkpoint first = archived(chain, 1);
        collection("checkpoints").deleteOne(Filters.eq("_id", first.key()));
        Document forged = Document.parse(Json.write(first));
        forged.append("_id", first.key()).append("archived", false).append("createdAt", "2020-01-01T00:00:00Z");
        collection("checkpoints").insertOne(forged);

        Checkpoint read = (Checkpoint) checkpoints.get(first.key()).await().indefinitely();

        assertThat(archive.put(read).onFailure().recoverWithNull().await().indefinitely())
                .isNull();

        assertThat(archived(chain, 1).treeHead().createdAt())
                .isEqualTo(first.treeHead().createdAt());
    }

    @Test
    void checkpoints_from_before_there_were_segments_get_theirs() {
        int chain = freshChain();
        feed.append(chain, 1, 10);
        checkpoint(chain);
        byte[] whole = archive.segment(chain, 1).await().indefinitely();
        String name = "checkpoints/" + Checkpoint.key(chain, 1) + ".jsonl.gz";
        s3.deleteObject(request -> request.bucket("polyclinic-audit").key(name)).join();
        SegmentArchival segments = new SegmentArchival(entries, checkpoints, archive);

        while (!segments.complete().await().indefinitely()) {}

        assertThat(archive.segment(chain, 1).await().indefinitely()).isEqualTo(whole);
    }

    @Test
    void a_checkpoint_whose_entries_were_changed_meanwhile_is_kept_as_evidence_without_them() {
        int chain = freshChain();
        feed.append(chain, 1, 10);
        issuance.cover(chain).await().indefinitely();
        collection("entries")
                .updateOne(
                        Filters.and(Filters.eq("chain", chain), Filters.eq("seq", 5)),
                        Updates.set("action", "something else"));

        archival.archive().await().indefinitely();

        assertThat(archived(chain, 1).treeHead().size()).isEqualTo(10);
        assertThat(archive.segment(chain, 1).await().indefinitely()).isNull();
        assertThat(checkpoints("?chain=" + chain).stream().map(item -> item.get("archived")))
                .containsExactly(false);
    }

    private Instant coveredAt() {
        return Instant.now().minusMillis((long) (age.seconds() * 1000));
    }

    /** Both look and see nothing; the second one's object must not take the place of the first one's. */
    @Test
    void of_two_replicas_that_write_at_once_the_first_ones_object_stays() {
        int chain = freshChain();
        feed.append(chain, 1, 10);
        checkpoint(chain);
        Checkpoint first = archived(chain, 1);
        feed.append(chain, 11, 20);
        checkpoint(chain);
        Checkpoint other = new Checkpoint(
                first.key(), archived(chain, 2).treeHead(), first.signature(), first.subtrees(), first.leaves(), null);

        CheckpointArchive late =
                new CheckpointArchive(new ArchiveBucket(seeingNothingAtFirst(), "polyclinic-audit", true));

        assertThatThrownBy(() -> late.put(other).await().indefinitely()).isInstanceOf(ConflictingCheckpoint.class);
        assertThat(archived(chain, 1)).isEqualTo(first);
    }

    /** Made by the service it would have neither object lock nor versions. */
    @Test
    void a_bucket_that_is_missing_is_made_only_where_that_is_allowed() {
        int chain = freshChain();
        feed.append(chain, 1, 10);
        checkpoint(chain);
        Checkpoint checkpoint = archived(chain, 1);
        CheckpointArchive strict = new CheckpointArchive(new ArchiveBucket(s3, "polyclinic-absent", false));

        assertThatThrownBy(() -> strict.put(checkpoint).await().indefinitely())
                .isInstanceOf(NoSuchBucketException.class);
        new CheckpointArchive(new ArchiveBucket(s3, "polyclinic-made", true))
                .put(checkpoint)
                .await()
                .indefinitely();
    }

    private S3AsyncClient seeingNothingAtFirst() {
        AtomicBoolean looked = new AtomicBoolean();
        return (S3AsyncClient) Proxy.newProxyInstance(
                S3AsyncClient.class.getClassLoader(),
                new Class<?>[] {S3AsyncClient.class},
                (proxy, method, arguments) -> method.getName().equals("getObject") && !looked.getAndSet(true)
                        ? CompletableFuture.failedFuture(
                                NoSuchKeyException.builder().statusCode(404).build())
                        : method.invoke(s3, arguments));
    }

    private Checkpoint archived(int chain, long number) {
        return (Checkpoint) archive.get(chain, number).await().indefinitely();
    }
}
