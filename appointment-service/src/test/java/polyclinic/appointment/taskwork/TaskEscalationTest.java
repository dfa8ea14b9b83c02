package polyclinic.appointment.taskwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;

@QuarkusTest
class TaskEscalationTest extends AppointmentServiceTest {
    @Inject
    TaskEscalation escalation;

    @Test
    void each_late_task_is_told_once_by_however_many_look_at_once() throws Exception {
        List<String> late = new ArrayList<>();
        for (int i = 0; i < 20; i++) late.add(due("2020-01-01T00:00:00Z"));
        String inTime = due("2031-01-01T00:00:00Z");

        Concurrently.run(4, () -> {
            sweep();
            return 0;
        });
        sweep();
        emptyOutbox();

        List<String> told = TopicClient.all(EVENTS).stream()
                .filter(message -> message.type().equals("task.overdue.v1"))
                .map(TopicClient.Message::key)
                .toList();
        for (String id : late) {
            assertThat(told).containsOnlyOnce(id);
            assertThat(count("alert where kind = 'TASK_OVERDUE' and about_id = '" + id + "'"))
                    .isEqualTo(1);
        }
        assertThat(told).doesNotContain(inTime);
        auditEntry("escalate", late.get(0));
    }

    @Test
    void a_transaction_that_is_broken_off_has_told_nothing_and_the_next_one_tells() throws Exception {
        String id = due("2031-01-01T00:00:00Z");
        pool.query("create or replace function refuse_alert() returns trigger language plpgsql as"
                        + " $$ begin raise exception 'broken off'; end $$;"
                        + " create trigger refuse_alert before insert on alert for each row"
                        + " when (new.about_id = '" + id + "') execute function refuse_alert()")
                .executeAndAwait();
        try {
            pool.query("update task set due_at = '2020-01-01' where id = '" + id + "'")
                    .executeAndAwait();
            assertThatThrownBy(this::sweep).isInstanceOf(IllegalStateException.class);
            assertThat(count("task where overdue_at is not null and id = '" + id + "'"))
                    .isZero();
            assertThat(count("outbox where type = 'task.overdue.v1' and aggregateid = '" + id + "'"))
                    .isZero();
        } finally {
            pool.query("drop trigger refuse_alert on alert").executeAndAwait();
        }

        sweep();

        event("task.overdue.v1", id);
        assertThat(count("alert where about_id = '" + id + "'")).isEqualTo(1);
    }

    @Test
    void what_is_late_when_postgresql_is_killed_is_told_once_afterwards() throws Exception {
        List<String> late = new ArrayList<>();
        for (int i = 0; i < 120; i++) late.add(due("2031-01-01T00:00:00Z"));
        pool.query("update task set due_at = '2020-01-01' where id in ('" + String.join("','", late) + "')")
                .executeAndAwait();
        Callable<Void> sweeping = () -> {
            await().ignoreExceptions().atMost(Duration.ofSeconds(30)).until(() -> {
                sweep();
                return true;
            });
            return null;
        };

        Concurrently.run(List.of(sweeping, sweeping, () -> {
            PostgresServer.current().kill();
            PostgresServer.current().start();
            return null;
        }));
        sweep();
        emptyOutbox();

        List<String> told = TopicClient.all(EVENTS).stream()
                .filter(message -> message.type().equals("task.overdue.v1"))
                .map(TopicClient.Message::key)
                .filter(late::contains)
                .toList();
        assertThat(told.stream().distinct()).containsExactlyInAnyOrderElementsOf(late);
        assertThat(count("alert where kind = 'TASK_OVERDUE' and about_id in ('" + String.join("','", late) + "')"))
                .isEqualTo(late.size());
    }

    @Test
    void a_later_time_is_due_again() throws Exception {
        String id = due("2020-01-01T00:00:00Z");
        sweep();
        as("admin")
                .header("If-Match", "*")
                .contentType("application/merge-patch+json")
                .body("{\"dueAt\":\"" + Instant.now() + "\"}")
                .patch("/api/v1/tasks/" + id)
                .then()
                .statusCode(200);

        sweep();

        as("nurse")
                .get("/api/v1/alerts?kind=task_overdue&limit=200")
                .then()
                .statusCode(200)
                .body("items.findAll { it.about.id == '" + id + "' }", hasSize(2))
                .body("items.find { it.about.id == '" + id + "' }.severity", equalTo("warning"));
    }

    private static String due(String at) {
        return task("{\"title\":\"change the dressing\",\"role\":\"nurse\",\"dueAt\":\"" + at + "\"}");
    }

    private void sweep() {
        try {
            VertxContextSupport.subscribeAndAwait(escalation::sweep);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
