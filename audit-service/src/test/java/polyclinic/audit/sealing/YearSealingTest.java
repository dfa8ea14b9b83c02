package polyclinic.audit.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.archive.ArchiveBucket;
import polyclinic.audit.archive.DyingS3;
import polyclinic.audit.archive.EntrySegment;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.ChainHeads;
import polyclinic.audit.chain.KilledWhileRemoving;
import polyclinic.audit.chain.SampleRecords;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.Checkpoints;
import polyclinic.audit.ingest.ChainFeed;
import polyclinic.audit.proofs.CheckpointClient;
import polyclinic.audit.sealing.SealedSegments.Sealed;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.mongo.Lease;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** 30 entries under three checkpoints of this year, and what becomes of them in the years behind it. */
@QuarkusTest
class YearSealingTest extends ServiceTest {
    private static final String BUCKET = "polyclinic-audit";
    private static final Duration YEAR = Duration.ofDays(365);

    @Inject
    ChainEntries entries;

    @Inject
    ChainHeads heads;

    @Inject
    Checkpoints checkpoints;

    @Inject
    SealedSegments segments;

    @Inject
    SegmentRegister register;

    @Inject
    SigningKeys keys;

    @Inject
    S3AsyncClient s3;

    @Inject
    ReactiveMongoClient client;

    @Inject
    Lease lease;

    @Inject
    Hold hold;

    private int chain;
    private int year;

    @BeforeEach
    void a_chain() {
        chain = freshChain();
        for (int from = 1; from <= 21; from += 10) {
            feed.append(chain, from, from + 9);
            checkpoint(chain);
        }
        Checkpoint last =
                (Checkpoint) checkpoints.get(Checkpoint.key(chain, 3)).await().indefinitely();
        year = Instant.parse(last.treeHead().createdAt())
                .atOffset(ZoneOffset.UTC)
                .getYear();
    }

    @Test
    void a_year_is_sealed_when_it_is_over_and_not_before() {
        run(sealing(segments, year, 12).seal(chain));
        assertThat(run(segments.list(chain))).isEmpty();

        seal();

        assertThat(run(segments.list(chain))).containsExactly(new Sealed(chain, year));
        SealedSegment wanted = run(segments.get(new Sealed(chain, year)));
        assertThat(wanted.firstSeq()).isEqualTo(1);
        assertThat(wanted.lastSeq()).isEqualTo(30);
        assertThat(wanted.parts()).extracting(SegmentPart::to).containsExactly(20L, 30L);
        assertThat(verified(chain).getList("problems")).isEmpty();
        assertThat(verified(chain).getInt("length")).isEqualTo(30);
    }

    @Test
    void what_is_sealed_and_old_leaves_the_database_and_the_chain_is_as_valid_and_goes_on() {
        seal();
        remove();

        // The last one stays, since the next one names it.
        assertThat(stored()).containsExactly(30L);
        assertThat(verified(chain).getList("problems")).isEmpty();
        assertThat(verified(chain).getInt("length")).isEqualTo(30);
        assertThat(verified(chain, false).getList("problems")).isEmpty();

        feed.append(chain, 31, 35);
        checkpoint(chain);
        assertThat(stored()).containsExactly(30L, 31L, 32L, 33L, 34L, 35L);
        assertThat(verified(chain).getList("problems")).isEmpty();
        assertThat(verified(chain).getInt("length")).isEqualTo(35);
    }

    @Test
    void the_next_year_follows_the_one_before() {
        seal();
        feed.append(chain, 31, 35);
        checkpoint(chain);
        // As if the clock had gone back over new year: what comes behind a sealed year belongs to the next one.
        run(sealing(segments, year + 2, 2).seal(chain));

        assertThat(run(segments.list(chain))).containsExactly(new Sealed(chain, year), new Sealed(chain, year + 1));
        SealedSegment before = run(segments.get(new Sealed(chain, year)));
        assertThat(run(segments.get(new Sealed(chain, year + 1))).follows(before))
                .isTrue();
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void nothing_leaves_before_its_time_or_where_that_is_not_wanted() {
        seal();

        assertThat(run(removal(segments, clock(year + 1, 12), Optional.of(YEAR)).due()))
                .doesNotContain(new Sealed(chain, year));
        assertThat(run(removal(segments, clock(year + 9, 1), Optional.empty()).due()))
                .isEmpty();
        assertThat(run(removal(segments, clock(year + 2, 2), Optional.of(YEAR)).due()))
                .contains(new Sealed(chain, year));
        assertThatThrownBy(() -> removal(segments, clock(year + 2, 2), Optional.of(Duration.ofDays(30))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Killed at each of its calls to S3 in turn, of which every step has one; the next one ends what was begun. */
    @Test
    void a_crash_between_any_two_steps_of_the_sealing_is_made_good() {
        int calls = crashedAtEachStep(store -> sealing(store, year + 1, 2).seal(chain));

        assertThat(calls).isGreaterThan(6);
        assertThat(run(segments.get(new Sealed(chain, year))).parts()).hasSize(2);
        assertThat(run(register.known(chain))).containsExactly(year);
        assertThat(objects("parts/" + String.format("%04d/", chain))).hasSize(2);
        assertThat(stored()).hasSize(30);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void a_crash_between_any_two_steps_of_the_removal_is_made_good() {
        seal();

        crashedAtEachStep(
                store -> removal(store, clock(year + 2, 2), Optional.of(YEAR)).remove(new Sealed(chain, year)));

        assertThat(stored()).containsExactly(30L);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    /** At each moment in between all of the chain is there, in the database or in the archive, and can be proved. */
    @Test
    void a_crash_between_two_deletions_loses_nothing_and_is_made_good() {
        seal();
        int killed = 0;
        for (int deletions : List.of(0, 1, 6, 3)) {
            ChainEntries dying = new KilledWhileRemoving(client, deletions, killed % 2 == 1);
            EntryRemoval removal =
                    new EntryRemoval(dying, heads, segments, register, clock(year + 2, 2), config(Optional.of(YEAR)));
            assertThatThrownBy(() -> run(removal.remove(new Sealed(chain, year))))
                    .hasMessage("killed");
            killed++;

            assertThat(verified(chain).getList("problems")).isEmpty();
            assertThat(verified(chain).getInt("length")).isEqualTo(30);
        }
        assertThat(stored())
                .containsExactly(
                        7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L, 21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L, 29L,
                        30L);

        remove();
        assertThat(stored()).containsExactly(30L);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void an_entry_that_has_left_is_proved_by_its_place_in_the_archive() throws Exception {
        seal();
        for (long seq : List.of(1L, 20L, 21L, 30L)) CheckpointClient.assertHolds(proof(seq, 200));
        remove();
        for (long seq : List.of(1L, 20L, 21L, 30L)) {
            JsonPath proof = proof(seq, 200);
            CheckpointClient.assertHolds(proof);
            assertThat(proof.getString("entry.id"))
                    .isEqualTo(ChainFeed.record(chain, (int) seq).id());
        }

        proof(0, 404);
        proof(31, 404);
        Response gone =
                as("auditor").get("/api/v1/audit/" + ChainFeed.record(chain, 3).id() + "/proof");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.headers().getValues("Link")).anyMatch(link -> link.contains("/segments/" + year + "/entries"));
    }

    @Test
    void an_archived_entry_that_was_changed_is_not_proved_and_those_beside_it_are() throws Exception {
        seal();
        remove();
        SegmentPart part = run(segments.get(new Sealed(chain, year))).parts().get(0);
        byte[] whole = read(part.name());
        write(part.name(), EntrySegment.write(changed(whole)));

        proof(7, 409);
        CheckpointClient.assertHolds(proof(8, 200));
        s3.deleteObject(request -> request.bucket(BUCKET).key(part.name())).join();
        proof(8, 409);

        write(part.name(), whole);
        CheckpointClient.assertHolds(proof(7, 200));
    }

    /** What an auditor is shown of a patient is in that patient's trail, wherever it was read from. */
    @Test
    void the_reading_of_archived_entries_is_recorded_for_each_patient_whom_it_shows() {
        List<String> patients =
                List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
        chain = freshChain();
        feed.append(
                chain,
                List.of(
                        SampleRecords.with(ChainFeed.record(chain, 1), "patientId", patients.get(0)),
                        SampleRecords.with(ChainFeed.record(chain, 2), "patientId", patients.get(1)),
                        ChainFeed.record(chain, 3)));
        checkpoint(chain);
        seal();
        remove();
        Instant before = Instant.now();
        proof(1, 200);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(recorded("read", patients.get(0), before))
                .isEqualTo(1));
        assertThat(recorded("read", patients.get(1), before)).isZero();

        String all = as("auditor")
                .get("/api/v1/audit/segments/" + year + "/entries")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        for (String patient : patients) {
            assertThat(all).contains(patient);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(recorded("export", patient, before))
                    .isPositive());
        }
        assertThat(recorded("export", UUID.randomUUID().toString(), before)).isZero();
    }

    @Test
    void each_turn_is_counted_by_what_came_of_it_and_one_that_fails_keeps_up_no_other() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        SealingSchedule schedule = new SealingSchedule(
                heads,
                sealing(segments, year + 1, 2),
                removal(segments, clock(year + 2, 2), Optional.of(YEAR)),
                lease,
                hold,
                new SealingMetrics(metrics));
        int broken = freshChain();
        feed.append(broken, 1, 3);
        checkpoint(broken);
        collection("entries").updateOne(Filters.eq("_id", ChainEntry.key(broken, 2)), Updates.set("outcome", "denied"));
        int early = freshChain();
        feed.append(early, 1, 3);
        run(issuance.cover(early));
        collection("checkpoints")
                .updateOne(Filters.eq("_id", Checkpoint.key(early, 1)), Updates.set("archived", false));

        for (int one : List.of(broken, early, chain))
            run(schedule.inTurn(
                    "chain " + one, () -> sealing(segments, year + 1, 2).seal(one)));
        SealedSegments away = new SealedSegments(new ArchiveBucket(DyingS3.after(s3, 0), BUCKET, true), keys);
        run(schedule.inTurn("chain " + chain, () -> sealing(away, year + 1, 2).seal(chain)));

        assertThat(run(segments.list(chain))).containsExactly(new Sealed(chain, year));
        assertThat(turns(metrics, "done")).isEqualTo(1);
        assertThat(turns(metrics, "broken")).isEqualTo(1);
        assertThat(turns(metrics, "failed")).isEqualTo(2);
    }

    private static double turns(SimpleMeterRegistry metrics, String result) {
        return metrics.get("polyclinic.audit.sealings")
                .tag("result", result)
                .counter()
                .count();
    }

    private JsonPath proof(long seq, int status) {
        return as("auditor")
                .get("/api/v1/audit/segments/" + year + "/" + chain + "/" + seq + "/proof")
                .then()
                .statusCode(status)
                .extract()
                .jsonPath();
    }

    private long recorded(String action, String patient, Instant since) {
        return collection("entries")
                .countDocuments(Filters.and(
                        Filters.eq("action", action),
                        Filters.or(Filters.eq("patientId", patient), Filters.eq("patientIds", patient)),
                        Filters.eq("source.service", "audit-service"),
                        Filters.gte("occurredAt", since.toString())));
    }

    @Test
    void what_the_database_does_not_know_any_more_it_learns_from_the_manifests() {
        seal();
        collection("segments").deleteMany(Filters.eq("chain", chain));

        seal();

        assertThat(run(register.known(chain))).containsExactly(year);
    }

    @Test
    void two_replicas_at_once_seal_one_year_and_remove_it_once() {
        YearSealing one = sealing(replica(), year + 1, 2);
        YearSealing other = sealing(replica(), year + 1, 3);
        run(Uni.join().all(one.seal(chain), other.seal(chain)).andFailFast());

        assertThat(run(segments.list(chain))).hasSize(1);
        assertThat(objects("parts/" + String.format("%04d/", chain))).hasSize(2);
        Sealed wanted = new Sealed(chain, year);
        run(Uni.join()
                .all(
                        removal(replica(), clock(year + 2, 2), Optional.of(YEAR))
                                .remove(wanted),
                        removal(replica(), clock(year + 2, 2), Optional.of(YEAR))
                                .remove(wanted))
                .andFailFast());
        assertThat(stored()).containsExactly(30L);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void what_does_not_verify_is_neither_sealed_nor_removed() {
        int broken = freshChain();
        feed.append(broken, 1, 10);
        checkpoint(broken);
        collection("entries").updateOne(Filters.eq("_id", ChainEntry.key(broken, 4)), Updates.set("outcome", "denied"));
        assertThatThrownBy(() -> run(sealing(segments, year + 1, 2).seal(broken)))
                .isInstanceOf(BrokenSegment.class)
                .hasMessageContaining("entry 4");

        seal();
        collection("entries").updateOne(Filters.eq("_id", ChainEntry.key(chain, 25)), Updates.set("outcome", "denied"));
        assertThatThrownBy(this::remove).isInstanceOf(BrokenSegment.class).hasMessageContaining("000025");
        assertThat(stored()).containsExactly(21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L, 29L, 30L);
        assertThat(verified(chain).getString("firstBroken.reason")).isEqualTo("edited");
        assertThat(verified(chain).getLong("firstBroken.seq")).isEqualTo(25);
    }

    @Test
    void a_segment_that_was_changed_is_found_where_it_was_changed() {
        seal();
        SegmentPart part = run(segments.get(new Sealed(chain, year))).parts().get(0);
        byte[] whole = read(part.name());
        List<ChainEntry> changed = changed(whole);

        write(part.name(), EntrySegment.write(changed));
        assertThat(verified(chain).getList("problems.reason")).containsExactly("segment");
        assertThatThrownBy(this::remove).isInstanceOf(BrokenSegment.class).hasMessageContaining(part.name());
        assertThat(stored()).hasSize(30);

        write(part.name(), whole);
        remove();
        write(part.name(), EntrySegment.write(changed));
        assertThat(verified(chain).getString("firstBroken.reason")).isEqualTo("edited");
        assertThat(verified(chain).getLong("firstBroken.seq")).isEqualTo(7);

        write(part.name(), Arrays.copyOf(whole, whole.length / 2));
        assertThat(verified(chain).getList("problems.reason")).contains("edited", "segment");
        s3.deleteObject(request -> request.bucket(BUCKET).key(part.name())).join();
        assertThat(verified(chain).getList("problems.reason")).contains("edited", "segment");

        write(part.name(), whole);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void a_manifest_that_was_changed_or_is_gone_is_found() {
        seal();
        remove();
        String name = new Sealed(chain, year).name();
        byte[] whole = read(name);

        write(
                name,
                new String(whole, StandardCharsets.UTF_8)
                        .replace("\"lastSeq\":30", "\"lastSeq\":20")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(verified(chain).getList("problems.reason")).contains("missing", "segment");
        as("auditor").get("/api/v1/audit/segments/" + year + "/" + chain).then().statusCode(409);
        s3.deleteObject(request -> request.bucket(BUCKET).key(name)).join();
        assertThat(verified(chain).getString("firstBroken.reason")).isEqualTo("missing");

        write(name, whole);
        assertThat(verified(chain).getList("problems")).isEmpty();
    }

    @Test
    void who_searches_is_told_where_the_archived_years_are_and_finds_them_there() {
        String patient = ChainFeed.record(chain, 3).patientId();
        seal();
        remove();

        String link = "</api/v1/audit/segments/" + year + "/entries>; rel=\"archives\"";
        String days = "&from=2000-01-01T00:00:00Z";
        for (String path : List.of(
                "?patientId=" + patient + days,
                "",
                "/access-report?patientId=" + patient,
                "/export?patientId=" + patient,
                "/" + ChainFeed.record(chain, 3).id())) {
            Response response = as("auditor").get("/api/v1/audit" + path);
            assertThat(response.headers().getValues("Link")).as(path).anyMatch(value -> value.startsWith(link));
        }
        assertThat(as("auditor")
                        .get("/api/v1/audit?patientId=" + patient + "&to=2000-01-01T00:00:00Z")
                        .headers()
                        .getValues("Link"))
                .isEmpty();

        String found = as("auditor")
                .get("/api/v1/audit/segments/" + year + "/entries?entityId="
                        + ChainFeed.record(chain, 3).entityId() + "&patientId=" + patient)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(found).contains(ChainFeed.record(chain, 3).id());
    }

    @Test
    void the_list_of_segments_says_what_the_database_still_has() {
        seal();
        assertThat(listed()).containsEntry("inDatabase", true).containsEntry("entries", 30);

        remove();
        assertThat(listed())
                .containsEntry("inDatabase", false)
                .containsEntry("valid", true)
                .containsEntry("parts", 2);
        as("admin").get("/api/v1/audit/segments/" + year + "/" + chain).then().statusCode(200);
        as("doctor").get("/api/v1/audit/segments").then().statusCode(403);
    }

    /** The first part with another seventh entry. */
    private List<ChainEntry> changed(byte[] whole) {
        List<ChainEntry> changed = new ArrayList<>();
        for (StoredEntry stored : EntrySegment.readable(whole, 20)) changed.add((ChainEntry) stored);
        ChainEntry other = changed.get(6);
        changed.set(
                6,
                new ChainEntry(
                        other.key(),
                        other.chain(),
                        other.seq(),
                        other.offset(),
                        other.hash(),
                        other.previousHash(),
                        ChainFeed.record(chain, 900),
                        other.metadata()));
        return changed;
    }

    private Map<String, Object> listed() {
        return as("auditor")
                .get("/api/v1/audit/segments")
                .jsonPath()
                .getMap("items.find { it.chain == " + chain + " }");
    }

    /** Runs it until it succeeds; each time it is killed one call later. Returns how many calls it makes. */
    private int crashedAtEachStep(Function<SealedSegments, Uni<Void>> work) {
        for (int calls = 0; ; calls++) {
            SealedSegments store = new SealedSegments(new ArchiveBucket(DyingS3.after(s3, calls), BUCKET, true), keys);
            try {
                run(work.apply(store));
                return calls;
            } catch (S3Exception killed) {
                assertThat(calls).isLessThan(100);
            }
        }
    }

    private SealedSegments replica() {
        return new SealedSegments(new ArchiveBucket(s3, BUCKET, true), keys);
    }

    private void seal() {
        run(sealing(segments, year + 1, 2).seal(chain));
    }

    private void remove() {
        run(removal(segments, clock(year + 2, 2), Optional.of(YEAR)).remove(new Sealed(chain, year)));
    }

    private YearSealing sealing(SealedSegments store, int inYear, int month) {
        return new YearSealing(
                entries, checkpoints, store, register, keys, clock(inYear, month), config(Optional.empty()));
    }

    private EntryRemoval removal(SealedSegments store, Clock clock, Optional<Duration> after) {
        return new EntryRemoval(entries, heads, store, register, clock, config(after));
    }

    private static Clock clock(int year, int month) {
        return Clock.fixed(Instant.parse(String.format("%04d-%02d-01T00:00:00Z", year, month)), ZoneOffset.UTC);
    }

    private static SealingConfig config(Optional<Duration> archiveAfter) {
        return new SealingConfig() {
            @Override
            public String every() {
                return "1h";
            }

            @Override
            public Duration grace() {
                return Duration.ofDays(7);
            }

            @Override
            public int entries() {
                return 20;
            }

            @Override
            public Optional<Duration> archiveAfter() {
                return archiveAfter;
            }
        };
    }

    private static <T> T run(Uni<T> work) {
        return work.await().indefinitely();
    }

    private List<Long> stored() {
        return collection("entries")
                .find(Filters.eq("chain", chain))
                .sort(Sorts.ascending("seq"))
                .map((Document found) -> found.getLong("seq"))
                .into(new ArrayList<>());
    }

    private List<String> objects(String prefix) {
        return s3.listObjectsV2(request -> request.bucket(BUCKET).prefix(prefix)).join().contents().stream()
                .map(object -> object.key())
                .toList();
    }

    private byte[] read(String name) {
        return s3.getObject(request -> request.bucket(BUCKET).key(name), AsyncResponseTransformer.toBytes())
                .join()
                .asByteArray();
    }

    private void write(String name, byte[] bytes) {
        s3.putObject(request -> request.bucket(BUCKET).key(name), AsyncRequestBody.fromBytes(bytes))
                .join();
    }
}
