package polyclinic.prescription.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.papers.SignedPdf;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.prescription.ServiceTest;
import polyclinic.prescription.StubAssets;
import polyclinic.prescription.StubAssets.Behaviour;
import polyclinic.prescription.background.DuplicatedContextRunner;

/** Whatever fails, a prescription ends {@code issued} with one document or {@code draft} with none. */
@QuarkusTest
class IssuingFaultsTest extends ServiceTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration CLEANUP_TIMEOUT = Duration.ofSeconds(40);

    @Inject
    IssuingProcess process;

    @Inject
    IssuingAttempts attempts;

    @Inject
    DuplicatedContextRunner runner;

    @ParameterizedTest
    @EnumSource(
            value = Behaviour.class,
            names = {"DOWN", "BROKEN", "SLOW", "DIES_AFTER_STORING"})
    void a_storage_failure_that_ends_in_time_leads_to_issued_with_one_document(Behaviour behaviour) {
        String id = drafted(visit(), "Paracetamol");
        StubAssets.behaveAs(behaviour);
        int before = StubAssets.stores();
        issue(id);
        StubAssets.awaitRequests(2);
        assertThat(status(id)).isEqualTo("issuing");

        StubAssets.behaveAs(Behaviour.WELL);
        awaitStatus(id, "issued");

        assertThat(StubAssets.of(id)).hasSize(1);
        assertThat(StubAssets.stores() - before).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Behaviour.class,
            names = {"DOWN", "BROKEN", "SLOW", "DIES_AFTER_STORING", "REFUSING", "CORRUPTING"})
    void a_storage_failure_that_lasts_leads_to_draft_with_the_reason_and_no_document(Behaviour behaviour) {
        String id = drafted(visit(), "Paracetamol");
        StubAssets.behaveAs(behaviour);
        issue(id);
        if (behaviour != Behaviour.REFUSING && behaviour != Behaviour.CORRUPTING) {
            StubAssets.awaitRequests(1);
            expireAttempt(id);
        }

        awaitStatus(id, "draft");
        as("doctor")
                .get(one(id))
                .then()
                .body(
                        "returnedReason",
                        containsString(
                                behaviour == Behaviour.REFUSING
                                        ? "refused the document (415)"
                                        : behaviour == Behaviour.CORRUPTING ? "something else" : "in time"));
        assertPublished(id, "drafted", "issuing", "returned-to-draft");
        assertThat(audited(id, 3)).containsExactly("create", "issue", "return_to_draft");
        StubAssets.behaveAs(Behaviour.WELL);

        await().atMost(CLEANUP_TIMEOUT)
                .untilAsserted(() -> assertThat(StubAssets.of(id)).isEmpty());
        await().atMost(CLEANUP_TIMEOUT).untilAsserted(() -> assertThat(
                        rows("select 1 from unwanted_document where prescription_id = $1", UUID.fromString(id)))
                .isEmpty());
        issue(id).then().statusCode(202);
        awaitStatus(id, "issued");
        assertPublished(id, "drafted", "issuing", "returned-to-draft", "issuing", "issued");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void a_replica_that_dies_after_any_step_is_replaced_when_its_lease_has_run_out(int steps) throws Exception {
        String id = held();

        IssuingAttempt attempt = heldAttempt(id);
        for (int i = 0; i < steps; i++) attempt = step(attempt);
        die(id);
        awaitStatus(id, "issued");

        List<StubAssets.Asset> stored = StubAssets.of(id);
        assertThat(stored).hasSize(1);
        assertThat(SignedPdf.read(stored.get(0).content()).isValid()).isTrue();
        assertPublished(id, "drafted", "issuing", "issued");
    }

    @Test
    void a_replica_that_dies_between_storing_and_recording_it_stores_nothing_twice() throws Exception {
        String id = held();
        IssuingAttempt signed = step(step(heldAttempt(id)));
        StubAssets.behaveAs(Behaviour.DIES_AFTER_STORING);
        assertThat(step(signed)).isNull();
        assertThat(StubAssets.of(id)).hasSize(1);

        StubAssets.behaveAs(Behaviour.WELL);
        die(id);
        awaitStatus(id, "issued");

        assertThat(StubAssets.of(id)).hasSize(1);
    }

    @Test
    void a_replica_that_was_only_slow_does_not_write_over_the_one_that_took_over() throws Exception {
        String id = held();
        IssuingAttempt slow = step(heldAttempt(id));
        die(id);
        awaitStatus(id, "issued");

        CompletableFuture<IssuingAttempt> late = new CompletableFuture<>();
        runner.run(() -> process.advance(slow), late::complete, late::completeExceptionally);

        assertThat(late.handle((attempt, failure) -> failure).get(20, TimeUnit.SECONDS))
                .isInstanceOf(IssuingAttempts.LostLease.class);
        assertThat(status(id)).isEqualTo("issued");
        assertThat(StubAssets.of(id)).hasSize(1);
    }

    @Test
    void a_replica_that_works_goes_on_owning_the_attempt_and_one_that_lost_it_does_not() throws Exception {
        String id = held();
        IssuingAttempt own = heldAttempt(id);
        execute(
                "update issuing set lease_until = now() + interval '2 minutes' where prescription_id = $1",
                UUID.fromString(id));

        attempts.renew(own, Duration.ofHours(1)).await().atMost(Duration.ofSeconds(20));

        assertThat(rows(
                        "select 1 from issuing where prescription_id = $1 and lease_until > now() + interval '50 minutes'",
                        UUID.fromString(id)))
                .hasSize(1);
        execute("update issuing set fence = fence + 1 where prescription_id = $1", UUID.fromString(id));
        assertThatThrownBy(() -> attempts.renew(own, LEASE).await().atMost(Duration.ofSeconds(20)))
                .isInstanceOf(IssuingAttempts.LostLease.class);
        die(id);
        awaitStatus(id, "issued");
    }

    @Test
    void a_renewal_that_comes_after_the_release_does_not_own_the_attempt_again() {
        String id = held();
        IssuingAttempt own = heldAttempt(id);
        attempts.release(own, LEASE).await().atMost(Duration.ofSeconds(20));

        assertThatThrownBy(() -> attempts.renew(own, LEASE).await().atMost(Duration.ofSeconds(20)))
                .isInstanceOf(IssuingAttempts.LostLease.class);

        die(id);
        awaitStatus(id, "issued");
    }

    @Test
    void a_document_that_a_slow_replica_stores_after_the_attempt_was_given_up_is_deleted() throws Exception {
        String id = held();
        IssuingAttempt signed = step(step(heldAttempt(id)));
        expireAttempt(id);
        die(id);
        awaitStatus(id, "draft");
        await().atMost(CLEANUP_TIMEOUT).until(() -> unwanted(id) == 0);

        CompletableFuture<IssuingAttempt> late = new CompletableFuture<>();
        runner.run(() -> process.advance(signed), late::complete, late::completeExceptionally);

        late.handle((attempt, failure) -> failure).get(20, TimeUnit.SECONDS);
        await().atMost(CLEANUP_TIMEOUT).until(() -> StubAssets.of(id).isEmpty() && unwanted(id) == 0);
        assertThat(status(id)).isEqualTo("draft");
    }

    @Test
    void an_attempt_found_after_its_time_goes_back_to_draft() throws Exception {
        String id = held();
        execute(
                "update issuing set gives_up_at = now() - interval '1 minute' where prescription_id = $1",
                UUID.fromString(id));

        die(id);
        awaitStatus(id, "draft");

        as("doctor").get(one(id)).then().body("returnedReason", containsString("in time"));
    }

    @Test
    void an_attempt_whose_document_is_stored_goes_forward_even_after_its_time() throws Exception {
        String id = held();
        step(step(step(heldAttempt(id))));
        execute(
                "update issuing set gives_up_at = now() - interval '1 minute' where prescription_id = $1",
                UUID.fromString(id));

        die(id);
        awaitStatus(id, "issued");
    }

    @Test
    void two_replicas_never_claim_the_same_attempt() throws Exception {
        String id = held();
        execute(
                "update issuing set lease_until = '-infinity', next_try_at = now() + interval '400 milliseconds'"
                        + " where prescription_id = $1",
                UUID.fromString(id));
        awaitStatus(id, "issued");

        Row attempt = rows("select fence, step from issuing where prescription_id = $1", UUID.fromString(id))
                .get(0);
        assertThat(attempt.getString("step")).isEqualTo("ISSUED");
        assertThat(attempt.getLong("fence")).isEqualTo(2);
    }

    @Test
    void a_prescription_whose_appointment_is_cancelled_during_issuing_is_voided_when_it_returns_to_draft()
            throws Exception {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");
        StubAssets.behaveAs(Behaviour.DOWN);
        issue(id);
        TopicClient.publish(
                "appointment.events",
                "appointment.cancelled.v1",
                visit.appointment(),
                appointmentEvent(visit, 5, "cancelled"));
        await().until(() -> !rows(
                        "select 1 from known_appointment where status = 'cancelled' and id = $1", visit.appointment())
                .isEmpty());
        expireAttempt(id);

        awaitStatus(id, "cancelled");

        assertPublished(id, "drafted", "issuing", "returned-to-draft", "cancelled");
    }

    @Test
    void a_prescription_whose_appointment_is_cancelled_during_issuing_is_cancelled_when_it_was_issued() {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");
        StubAssets.behaveAs(Behaviour.DOWN);
        issue(id);
        TopicClient.publish(
                "appointment.events",
                "appointment.cancelled.v1",
                visit.appointment(),
                appointmentEvent(visit, 5, "cancelled"));
        await().until(() -> !rows(
                        "select 1 from known_appointment where status = 'cancelled' and id = $1", visit.appointment())
                .isEmpty());
        StubAssets.behaveAs(Behaviour.WELL);

        awaitStatus(id, "cancelled");

        assertPublished(id, "drafted", "issuing", "issued", "cancelled");
    }

    /** A prescription that is being issued by a replica that does nothing and holds a long lease. */
    private String held() {
        String id = drafted(visit(), "Paracetamol");
        UUID uuid = UUID.fromString(id);
        execute("update prescription set status = 'ISSUING', attempt = 1, version = version + 1 where id = $1", uuid);
        execute(
                "insert into issuing (prescription_id, attempt, step, fence, lease_until, next_try_at, gives_up_at,"
                        + " started_at) values ($1, 1, 'RENDER', 1, now() + interval '5 minutes', now(),"
                        + " now() + interval '5 minutes', now())",
                uuid);
        pool.query(
                        "insert into outbox (id, aggregatetype, aggregateid, type, payload, headers) values (gen_random_uuid(),"
                                + " 'prescription.events', '" + id + "', 'prescription.issuing.v1', '{}',"
                                + " '{\"ce_type\":\"prescription.issuing.v1\"}')")
                .executeAndAwait();
        return id;
    }

    private IssuingAttempt heldAttempt(String id) {
        return new IssuingAttempt(
                UUID.fromString(id),
                1,
                Step.RENDER,
                1,
                null,
                null,
                Instant.now(),
                Instant.now().plus(LEASE));
    }

    /** One step, by this replica. */
    private IssuingAttempt step(IssuingAttempt attempt) throws Exception {
        CompletableFuture<IssuingAttempt> done = new CompletableFuture<>();
        runner.run(() -> process.advance(attempt), done::complete, done::completeExceptionally);
        return done.get(20, TimeUnit.SECONDS);
    }

    /** Kill -9: nothing more is written, and the lease runs out. */
    private void die(String id) {
        execute(
                "update issuing set lease_until = '-infinity', next_try_at = now() where prescription_id = $1",
                UUID.fromString(id));
    }

    private int unwanted(String id) {
        return rows("select 1 from unwanted_document where prescription_id = $1", UUID.fromString(id))
                .size();
    }
}
