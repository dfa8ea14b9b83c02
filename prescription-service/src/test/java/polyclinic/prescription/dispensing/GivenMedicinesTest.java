package polyclinic.prescription.dispensing;

import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;

/** What left the pharmacy is what the checks of the next prescription see. */
@QuarkusTest
class GivenMedicinesTest extends DispensaryTest {
    @Test
    void what_was_picked_up_late_is_taken_from_that_day_on() {
        Issued late = dispensedOf("warfarin", "DISPENSED");
        execute(
                "update prescription set issued_at = now() - interval '20 days' where id = $1",
                UUID.fromString(late.id()));

        ibuprofenFor(late).statusCode(409).body("conflicts[0].substance", equalTo("warfarin"));
    }

    @Test
    void what_was_picked_up_and_used_up_is_not_taken_any_more() {
        Issued past = dispensedOf("warfarin", "DISPENSED");
        execute(
                "update prescription set issued_at = now() - interval '20 days' where id = $1",
                UUID.fromString(past.id()));
        execute(
                "update dispense set prepared_at = now() - interval '8 days' where prescription_id = $1",
                UUID.fromString(past.id()));

        ibuprofenFor(past).statusCode(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXPIRED", "CANCELLED"})
    void what_was_given_is_taken_even_when_the_prescription_has_ended(String status) {
        Issued ended = dispensedOf("warfarin", status);

        ibuprofenFor(ended).statusCode(409).body("conflicts[0].substance", equalTo("warfarin"));
    }

    @Test
    void a_substitute_counts_instead_of_what_was_prescribed() {
        Stock warfarin = stock("warfarin");
        Item prescribed = item();
        Issued issued = issued(prescribed);
        dispensed(
                issued,
                "{\"itemId\":\"%s\",\"quantity\":42,\"substitute\":{\"medicationId\":\"%s\",\"reason\":\"agreed\"}}"
                        .formatted(issued.item(), warfarin.medication()));

        ibuprofenFor(issued).statusCode(409).body("conflicts[0].substance", equalTo("warfarin"));
    }

    @Test
    void a_new_allergy_to_the_substitute_that_was_given_is_told() {
        Stock amoxicillin = stock("amoxicillin");
        Issued issued = issued(item());
        dispensed(
                issued,
                "{\"itemId\":\"%s\",\"quantity\":42,\"substitute\":{\"medicationId\":\"%s\",\"reason\":\"agreed\"}}"
                        .formatted(issued.item(), amoxicillin.medication()));

        TopicClient.publish(
                "patient.events",
                "patient.allergy-recorded.v1",
                issued.visit().patient(),
                Map.of(
                        "patientId", issued.visit().patient().toString(),
                        "allergyId", UUID.randomUUID().toString(),
                        "version", 1,
                        "substance", Map.of("name", "Penicillin"),
                        "criticality", "high"));

        TopicClient.event("prescription.events", "prescription.conflict-found.v1", issued.id());
    }

    private record Stock(String medication, Item item) {}

    private static Stock stock(String ingredient) {
        String name = "Medicine " + UUID.randomUUID();
        String medication = created(as("pharmacist")
                .body("{\"name\":\"%s\",\"ingredients\":[\"%s\"]}".formatted(name, ingredient))
                .post("/api/v1/medications"));
        Item item = new Item(
                created(as("pharmacist")
                        .body("""
                                {"sku":"%s","name":"%s","kind":"medicine","unit":"tablet","medicationId":"%s"}""".formatted(UUID.randomUUID(), name, medication))
                        .post(ITEMS)),
                name);
        batch(item, "100");
        return new Stock(medication, item);
    }

    /** Dispensed today, whole. */
    private Issued dispensedOf(String ingredient, String status) {
        Stock stock = stock(ingredient);
        Issued issued = issued(stock.item());
        execute(
                "update prescription_item set medication_id = $1 where id = $2",
                UUID.fromString(stock.medication()),
                UUID.fromString(issued.item()));
        dispensed(issued, line(issued.item(), "42"));
        execute("update prescription set status = $1 where id = $2", status, UUID.fromString(issued.id()));
        return issued;
    }

    private ValidatableResponse ibuprofenFor(Issued earlier) {
        Visit visit = new Visit(UUID.randomUUID(), earlier.visit().patient(), UUID.randomUUID(), "doctor");
        insertKnownAppointment(visit, "in_consultation");
        insertKnownDoctor(visit.doctor());
        return issue(drafted(visit, "Ibuprofen 400 mg")).then();
    }
}
