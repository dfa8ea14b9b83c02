package polyclinic.prescription.dispensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;

/** Medicines are prepared, handed over and returned. */
@QuarkusTest
class DispensingTest extends DispensaryTest {
    @Test
    void what_is_prepared_has_left_the_stock_and_is_told_with_its_batches() {
        Item medicine = item();
        String batch = batch(medicine, "10");
        Issued prescription = issued(medicine);

        Response answer = dispense(prescription, line(prescription.item(), "2.50"));

        answer.then()
                .statusCode(201)
                .body("status", equalTo("prepared"))
                .body("items", hasSize(1))
                .body("items[0].itemId", equalTo(prescription.item()))
                .body("items[0].batchId", equalTo(batch))
                .body("items[0].unitPrice", nullValue())
                .body("invoiceId", nullValue());
        assertThat(answer.asString()).contains("\"quantity\":2.50");
        String id = answer.path("id");
        assertThat(answer.header("Location")).endsWith(DISPENSES + id);
        as("pharmacist").get(answer.header("Location")).then().statusCode(200).body("id", equalTo(id));
        assertThat(onHand(medicine)).isEqualByComparingTo("7.5");
        assertLedgerAddsUp(medicine);
        assertThat(status(prescription.id())).isEqualTo("partially_dispensed");
        TopicClient.Message told = TopicClient.event("prescription.events", "dispense.prepared.v1", id);
        assertThat(told.json().at("/items/0/quantity").asText()).isEqualTo("2.50");
        assertThat(told.text("patientId"))
                .isEqualTo(prescription.visit().patient().toString());
        assertThat(told.text("appointmentId"))
                .isEqualTo(prescription.visit().appointment().toString());
        TopicClient.Message moved =
                TopicClient.event("prescription.events", "prescription.dispensed.v1", prescription.id());
        assertThat(moved.text("status")).isEqualTo("partially_dispensed");
        assertThat(moved.json().path("version").asLong()).isEqualTo(4);
        assertThat(TopicClient.auditEntry("prepare", id).text("patientId"))
                .isEqualTo(prescription.visit().patient().toString());
    }

    @Test
    void what_was_dispensed_is_read_in_pages_each_once() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        List<String> all = IntStream.range(0, 3)
                .mapToObj(i -> dispensed(prescription, line(prescription.item(), "1")))
                .toList();
        String path = one(prescription.id()) + "/dispenses?limit=2";

        Response first = as("pharmacist").get(path);
        Response second = as("pharmacist").get(path + "&after=" + first.path("next"));

        assertThat(first.<List<String>>path("items.id")).isEqualTo(all.subList(0, 2));
        assertThat(second.<List<String>>path("items.id")).isEqualTo(all.subList(2, 3));
        second.then().body("next", nullValue());
        assertProblem(as("pharmacist").get(path + "&after=!"), 422, "invalid-input");
        assertProblem(as("pharmacist").get(one(prescription.id()) + "/dispenses?limit=201"), 422, "invalid-input");
    }

    /** Each batch would be a line of one invoice, which has no room for more: nobody could be charged. */
    @Test
    void what_no_invoice_could_take_is_refused_and_dispensed_in_parts() {
        Item[] medicines = {item(), item(), item()};
        for (Item medicine : medicines) hundredBatches(medicine, "0.42");
        Issued prescription = issued(medicines);
        String[] lines = prescription.items().stream().map(id -> line(id, "42")).toArray(String[]::new);

        assertProblem(dispense(prescription, lines), 422, "invalid-input");

        dispense(prescription, lines[0], lines[1]).then().statusCode(201).body("items", hasSize(200));
        dispense(prescription, lines[2]).then().statusCode(201).body("items", hasSize(100));
    }

    private void hundredBatches(Item medicine, String each) {
        UUID id = UUID.fromString(medicine.id());
        execute(
                "insert into stock_batch (id, version, item_id, lot, expires_on, unit_cost, unit_cost_currency, received_at)"
                        + " select gen_random_uuid(), 0, $1, 'L', current_date + 90, 1, 'INR', now() from generate_series(1, 100)",
                id);
        execute(
                "insert into stock_movement (id, batch_id, item_id, kind, quantity, moved_by, moved_at) select gen_random_uuid(),"
                        + " id, item_id, 'RECEIPT', $2::text::numeric, 'test', now() from stock_batch where item_id = $1",
                id,
                each);
    }

    @Test
    void the_first_to_expire_goes_first_and_one_batch_after_the_other() {
        Item medicine = item();
        String later = batch(medicine, NEXT_YEAR, "10");
        String sooner = batch(medicine, NEXT_YEAR.minusMonths(6), "3");
        String expired = batch(medicine, LocalDate.now().minusDays(1), "99");
        String recalled = batch(medicine, NEXT_YEAR.minusMonths(8), "99");
        recall(recalled);
        Issued prescription = issued(medicine);

        dispense(prescription, line(prescription.item(), "5"))
                .then()
                .statusCode(201)
                .body("items.batchId", contains(sooner, later))
                .body("items.quantity", contains(3, 2));

        assertThat(as("nurse").get("/api/v1/inventory/batches/" + expired).<Integer>path("onHand"))
                .isEqualTo(99);
        assertLedgerAddsUp(medicine);
    }

    @Test
    void a_named_batch_is_taken_unless_it_may_not_leave() {
        Item medicine = item();
        String first = batch(medicine, NEXT_YEAR.minusMonths(6), "3");
        String named = batch(medicine, NEXT_YEAR, "3");
        String expired = batch(medicine, LocalDate.now().minusDays(1), "9");
        Issued prescription = issued(medicine);

        dispense(prescription, line(prescription.item(), "2", named))
                .then()
                .statusCode(201)
                .body("items.batchId", contains(named));

        Response tooLittle = dispense(prescription, line(prescription.item(), "2", named));
        assertProblem(tooLittle, 409, "out-of-stock");
        assertThat(tooLittle.<String>path("available")).isEqualTo("1");
        assertProblem(dispense(prescription, line(prescription.item(), "1", expired)), 409, "batch-expired");
        recall(first);
        assertProblem(dispense(prescription, line(prescription.item(), "1", first)), 409, "batch-recalled");
        assertProblem(
                dispense(
                        prescription,
                        line(prescription.item(), "1", UUID.randomUUID().toString())),
                422,
                "unknown-batch");
        assertLedgerAddsUp(medicine);
    }

    @Test
    void the_last_day_of_use_is_a_day_of_use() {
        Item medicine = item();
        batch(medicine, LocalDate.now(), "3");
        Issued prescription = issued(medicine);

        dispense(prescription, line(prescription.item(), "1")).then().statusCode(201);
    }

    @Test
    void where_nothing_is_left_but_what_may_not_leave_it_says_why() {
        Item expired = item();
        Item recalled = item();
        Item nothing = item();
        batch(expired, LocalDate.now().minusDays(1), "9");
        recall(batch(recalled, "9"));
        Issued prescription = issued(expired, recalled, nothing);

        assertProblem(dispense(prescription, line(prescription.items().get(0), "1")), 409, "batch-expired");
        assertProblem(dispense(prescription, line(prescription.items().get(1), "1")), 409, "batch-recalled");
        assertProblem(dispense(prescription, line(prescription.items().get(2), "1")), 409, "out-of-stock");
    }

    @ParameterizedTest
    @CsvSource({"tablet, 201", "Tablet, 201", "box of 20, 422", "ml, 422", ", 201"})
    void a_line_is_dispensed_in_the_unit_that_was_prescribed(@Nullable String prescribed, int status) {
        Item medicine = item();
        String batch = batch(medicine, "50");
        Issued prescription = issued(medicine);
        prescribedIn(prescription, prescribed);

        for (String line : List.of(line(prescription.item(), "20"), line(prescription.item(), "20", batch))) {
            Response answer = dispense(prescription, line);
            if (status == 422) assertProblem(answer, 422, "unit-mismatch");
            else assertThat(answer.statusCode()).isEqualTo(status);
        }
        assertThat(onHand(medicine)).isEqualByComparingTo(status == 422 ? "50" : "10");
    }

    @Test
    void of_items_in_several_units_those_of_the_prescribed_one_are_taken() {
        Item tablets = item();
        batch(tablets, NEXT_YEAR, "50");
        Item boxes = new Item(
                created(as("pharmacist")
                        .body(itemBody("SKU-" + UUID.randomUUID(), tablets.name(), "0")
                                .replace("\"tablet\"", "\"box of 20\""))
                        .post(ITEMS)),
                tablets.name());
        String box = batch(boxes, NEXT_YEAR.minusMonths(1), "50");
        Issued prescription = issued(tablets);

        assertProblem(dispense(prescription, line(prescription.item(), "1")), 422, "unit-mismatch");
        dispensed(prescription, line(prescription.item(), "1", box));
        prescribedIn(prescription, "tablet");
        dispensed(prescription, line(prescription.item(), "20"));

        assertThat(onHand(boxes)).isEqualByComparingTo("49");
        assertThat(onHand(tablets)).isEqualByComparingTo("30");
    }

    private void prescribedIn(Issued prescription, @Nullable String unit) {
        execute("update prescription_item set unit = $1 where id = $2", unit, UUID.fromString(prescription.item()));
    }

    @Test
    void never_more_than_was_prescribed_refills_included() {
        Item medicine = item();
        batch(medicine, "1000");
        Issued prescription = issued(medicine);

        Response tooMuch = dispense(prescription, line(prescription.item(), "42.0001"));
        assertProblem(tooMuch, 409, "exceeds-prescribed");
        assertThat(tooMuch.<String>path("remaining")).isEqualTo("42");
        assertProblem(
                dispense(prescription, line(prescription.item(), "21"), line(prescription.item(), "21.5")),
                409,
                "exceeds-prescribed");
        dispensed(prescription, line(prescription.item(), "21"));
        assertThat(status(prescription.id())).isEqualTo("partially_dispensed");
        dispensed(prescription, line(prescription.item(), "21"));
        assertThat(status(prescription.id())).isEqualTo("dispensed");

        assertProblem(dispense(prescription, line(prescription.item(), "0.0001")), 409, "exceeds-prescribed");
        assertThat(onHand(medicine)).isEqualByComparingTo("958");
        assertThat(dispensedOf(prescription.item())).isEqualByComparingTo("42");
    }

    @Test
    void all_lines_are_prepared_or_none() {
        Item there = item();
        Item away = item();
        batch(there, "10");
        Issued prescription = issued(there, away);

        Response refused = dispense(
                prescription,
                line(prescription.items().get(0), "1"),
                line(prescription.items().get(1), "1"));

        assertProblem(refused, 409, "out-of-stock");
        assertThat(onHand(there)).isEqualByComparingTo("10");
        assertThat(status(prescription.id())).isEqualTo("issued");
    }

    @Test
    void only_an_issued_prescription_is_dispensed() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        for (String status : List.of("DRAFT", "ISSUING", "CANCELLED", "EXPIRED")) {
            execute("update prescription set status = $1 where id = $2", status, UUID.fromString(prescription.id()));
            assertProblem(dispense(prescription, line(prescription.item(), "1")), 409, "invalid-transition");
        }
        assertThat(onHand(medicine)).isEqualByComparingTo("10");
        assertProblem(
                as("pharmacist")
                        .body(body(line(prescription.item(), "1")))
                        .post(one(UUID.randomUUID().toString()) + "/dispense"),
                404,
                "not-found");
        execute("update prescription set status = 'ISSUED' where id = $1", UUID.fromString(prescription.id()));
        assertProblem(dispense(prescription, line(UUID.randomUUID().toString(), "1")), 422, "invalid-input");
    }

    @Test
    void a_hundred_at_once_take_sixty_units_and_no_more() {
        Item medicine = item();
        batch(medicine, NEXT_YEAR, "25");
        batch(medicine, NEXT_YEAR.minusMonths(1), "20");
        batch(medicine, NEXT_YEAR.minusMonths(2), "15");
        List<Issued> prescriptions = new ArrayList<>();
        for (int i = 0; i < 100; i++) prescriptions.add(issued(medicine));

        List<Response> answers = Concurrently.run(prescriptions.stream()
                .<Callable<Response>>map(prescription -> () -> dispense(prescription, line(prescription.item(), "1")))
                .toList());

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(60);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 201)
                .allSatisfy(answer -> assertProblem(answer, 409, "out-of-stock"));
        assertThat(onHand(medicine)).isZero();
        assertLedgerAddsUp(medicine);
    }

    @Test
    void twenty_at_once_take_no_more_than_one_prescription_has() {
        Item medicine = item();
        batch(medicine, "1000");
        Issued prescription = issued(medicine);

        List<Response> answers = Concurrently.run(20, () -> dispense(prescription, line(prescription.item(), "6")));

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(7);
        assertThat(dispensedOf(prescription.item())).isEqualByComparingTo("42");
        assertThat(onHand(medicine)).isEqualByComparingTo("958");
        assertThat(status(prescription.id())).isEqualTo("dispensed");
        assertLedgerAddsUp(medicine);
    }

    @Test
    void two_lines_in_either_order_lock_nobody_out() {
        Item one = item();
        Item other = item();
        batch(one, "100");
        batch(other, "100");
        List<Issued> prescriptions = IntStream.range(0, 30)
                .mapToObj(i -> i % 2 == 0 ? issued(one, other) : issued(other, one))
                .toList();

        List<Integer> answers = Concurrently.run(prescriptions.stream()
                .<Callable<Integer>>map(prescription -> () -> dispense(
                                prescription,
                                line(prescription.items().get(0), "1"),
                                line(prescription.items().get(1), "1"))
                        .statusCode())
                .toList());

        assertThat(answers).containsOnly(201);
        assertThat(onHand(one)).isEqualByComparingTo("70");
        assertThat(onHand(other)).isEqualByComparingTo("70");
    }

    @Test
    void a_recall_among_dispenses_lets_nothing_leave_after_it() {
        Item medicine = item();
        String batch = batch(medicine, "100");
        List<Issued> prescriptions =
                IntStream.range(0, 20).mapToObj(i -> issued(medicine)).toList();
        List<Callable<Integer>> tasks = new ArrayList<>(prescriptions.stream()
                .<Callable<Integer>>map(prescription -> () ->
                        dispense(prescription, line(prescription.item(), "1")).statusCode())
                .toList());
        tasks.add(10, () -> {
            recall(batch);
            return 200;
        });

        Concurrently.run(tasks);

        assertThat(rows("""
                        select m.id from stock_movement m join stock_batch b on b.id = m.batch_id
                         where b.id = $1 and m.kind = 'DISPENSE' and m.moved_at > b.recalled_at + interval '1 second'""", UUID.fromString(batch))).isEmpty();
        Issued late = issued(medicine);
        assertProblem(dispense(late, line(late.item(), "1")), 409, "batch-recalled");
        assertLedgerAddsUp(medicine);
    }

    @Test
    void a_prepared_dispense_is_handed_over_once() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "1"));

        handOver(id).then().statusCode(200).body("status", equalTo("handed_over"));

        assertProblem(handOver(id), 409, "invalid-transition");
        TopicClient.event("prescription.events", "dispense.handed-over.v1", id);
        assertThat(TopicClient.auditEntry("hand_over", id).text("patientId"))
                .isEqualTo(prescription.visit().patient().toString());
    }

    @Test
    void what_was_recalled_since_it_was_prepared_is_not_handed_over_and_the_recall_names_it() {
        Item medicine = item();
        String batch = batch(medicine, "10");
        Issued prescription = issued(medicine);
        String held = dispensed(prescription, line(prescription.item(), "1"));
        String takenBack = dispensed(prescription, line(prescription.item(), "1"));
        giveBack(takenBack, prescription.item(), "1", true);
        handOver(dispensed(prescription, line(prescription.item(), "1"))).then().statusCode(200);

        as("pharmacist")
                .body("{\"reason\":\"notice of the maker\"}")
                .post("/api/v1/inventory/batches/" + batch + "/recall")
                .then()
                .statusCode(200)
                .body("preparedDispenses", contains(held));

        assertProblem(handOver(held), 409, "batch-recalled");
        assertThat(dispenseStatus(held)).isEqualTo("prepared");
        giveBack(held, prescription.item(), "1", true).then().statusCode(200);
        as("pharmacist").get("/api/v1/inventory/batches/" + batch).then().body("preparedDispenses", hasSize(0));
    }

    @Test
    void what_has_expired_since_it_was_prepared_is_not_handed_over_and_its_last_day_is_a_day_of_use() {
        Item medicine = item();
        String batch = batch(medicine, "10");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "1"));

        execute(
                "update stock_batch set expires_on = $1 where id = $2",
                LocalDate.now().minusDays(2),
                UUID.fromString(batch));
        assertProblem(handOver(id), 409, "batch-expired");
        assertThat(dispenseStatus(id)).isEqualTo("prepared");
        execute("update stock_batch set expires_on = $1 where id = $2", LocalDate.now(), UUID.fromString(batch));
        handOver(id).then().statusCode(200);
    }

    @Test
    void a_recall_and_a_hand_over_at_the_same_moment_follow_each_other() {
        for (int round = 0; round < 5; round++) {
            Item medicine = item();
            String batch = batch(medicine, "10");
            Issued prescription = issued(medicine);
            String id = dispensed(prescription, line(prescription.item(), "1"));

            List<Response> answers = Concurrently.run(List.of(() -> handOver(id), () -> as("pharmacist")
                    .body("{\"reason\":\"notice of the maker\"}")
                    .post("/api/v1/inventory/batches/" + batch + "/recall")));

            assertThat(answers.get(1).<List<String>>path("preparedDispenses"))
                    .hasSize(answers.get(0).statusCode() == 200 ? 0 : 1);
        }
    }

    @Test
    void what_is_returned_may_be_given_again_and_goes_into_stock_only_when_it_may() {
        Item medicine = item();
        batch(medicine, "50");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "42"));
        handOver(id);

        giveBack(id, prescription.item(), "2.5", true)
                .then()
                .statusCode(200)
                .body("status", equalTo("handed_over"))
                .body("items[0].returned", equalTo(2.5f));

        assertThat(onHand(medicine)).isEqualByComparingTo("10.5");
        assertThat(status(prescription.id())).isEqualTo("partially_dispensed");
        giveBack(id, prescription.item(), "1.5", false).then().statusCode(200);
        assertThat(onHand(medicine)).isEqualByComparingTo("10.5");
        Response tooMuch = giveBack(id, prescription.item(), "38.5", true);
        assertProblem(tooMuch, 409, "exceeds-dispensed");
        assertThat(tooMuch.<String>path("returnable")).isEqualTo("38.0");
        giveBack(id, prescription.item(), "38", true).then().statusCode(200).body("status", equalTo("returned"));
        assertThat(status(prescription.id())).isEqualTo("issued");
        assertProblem(giveBack(id, prescription.item(), "1", true), 409, "invalid-transition");
        List<TopicClient.Message> told = TopicClient.await(
                "prescription.events",
                message -> message.type().equals("dispense.returned.v1")
                        && message.key().equals(id),
                3);
        assertThat(told)
                .extracting(message -> message.json().at("/items/0/restocked").asBoolean())
                .containsExactly(true, false, true);
        assertThat(dispensedOf(prescription.item())).isZero();
        assertLedgerAddsUp(medicine);
    }

    @Test
    void ten_who_return_the_same_at_once_bring_it_back_once() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "5"));

        List<Integer> answers = Concurrently.run(
                10, () -> giveBack(id, prescription.item(), "5", true).statusCode());

        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(onHand(medicine)).isEqualByComparingTo("10");
        assertLedgerAddsUp(medicine);
    }

    @Test
    void a_batch_that_was_recalled_meanwhile_takes_its_return() {
        Item medicine = item();
        String batch = batch(medicine, "10");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "5"));
        recall(batch);

        giveBack(id, prescription.item(), "5", true).then().statusCode(200);

        assertThat(onHand(medicine)).isEqualByComparingTo("10");
        assertProblem(dispense(prescription, line(prescription.item(), "1")), 409, "batch-recalled");
    }

    @Test
    void an_equal_request_with_the_same_key_dispenses_once() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String key = UUID.randomUUID().toString();

        List<Response> answers = Concurrently.run(8, () -> as("pharmacist")
                .header("Idempotency-Key", key)
                .body(body(line(prescription.item(), "1")))
                .post(one(prescription.id()) + "/dispense"));

        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
        assertThat(answers)
                .extracting(answer -> answer.<String>path("id"))
                .containsOnly(answers.get(0).<String>path("id"));
        assertThat(onHand(medicine)).isEqualByComparingTo("9");
        assertProblem(
                as("pharmacist")
                        .header("Idempotency-Key", key)
                        .body(body(line(prescription.item(), "2")))
                        .post(one(prescription.id()) + "/dispense"),
                422,
                "idempotency-key-reused");
    }

    @Test
    void a_patient_sees_their_own_and_a_doctor_those_of_whom_they_care_for() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "1"));
        String list = one(prescription.id()) + "/dispenses";

        asPatient(prescription.visit().patient())
                .get(list)
                .then()
                .statusCode(200)
                .body("items.id", contains(id));
        asPatient(prescription.visit().patient()).get(DISPENSES + id).then().statusCode(200);
        as("doctor").get(DISPENSES + id).then().statusCode(200);
        asPatient(UUID.randomUUID()).get(DISPENSES + id).then().statusCode(404);
        asPatient(UUID.randomUUID()).get(list).then().statusCode(404);
        as("doctor2").get(DISPENSES + id).then().statusCode(404);
        as("cashier").get(DISPENSES + id).then().statusCode(403);
    }
}
