package polyclinic.prescription.dispensing;

import static polyclinic.commons.testing.web.ServiceClient.as;

import io.vertx.mutiny.sqlclient.Pool;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import polyclinic.commons.testing.contracts.BadInput;
import polyclinic.commons.testing.contracts.Look;
import polyclinic.commons.testing.contracts.ReferenceTable.Reference;
import polyclinic.commons.testing.contracts.ReplayContract;
import polyclinic.commons.testing.web.Tokens;

/** What the pharmacy adds to the tests that every operation of the service passes. */
public final class PharmacyRecords extends DispensaryTest {
    private static final String BATCHES = "/api/v1/inventory/batches/";

    /** Grows with anything that the pharmacy stores. */
    public static final String STORED = "(select count(*) from stock_movement) + (select count(*) from stock_batch)"
            + " + (select coalesce(sum(version + 1), 0) from inventory_item)"
            + " + (select coalesce(sum(version + 1), 0) from dispense)";

    public PharmacyRecords(Pool pool) {
        this.pool = pool;
    }

    /** Both lists, in this order. */
    public static <T> List<T> with(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /** Each with things of its own. */
    public List<ReplayContract.Operation> replays() {
        Item item = item();
        String batch = batch(item, "50");
        Issued prescription = issued(item);
        Item other = item();
        String otherBatch = batch(other, "5");
        return List.of(
                ofStock("", ITEMS, itemBody("SKU-" + UUID.randomUUID(), "Bandage", "5")),
                ofStock(
                        "/{id}/batches",
                        ITEMS + "/" + item.id() + "/batches",
                        batchBody("LOT-1234567", NEXT_YEAR, "7")),
                ofStock("/{id}/adjust", ITEMS + "/" + item.id() + "/adjust", adjustment(batch)),
                ofStock("/{id}/count", ITEMS + "/" + other.id() + "/count", counted(otherBatch)),
                new ReplayContract.Operation(
                        "POST " + BATCHES + "{id}/recall",
                        request -> request.body("{\"reason\":\"notice of the maker\"}")
                                .post(BATCHES + otherBatch + "/recall"),
                        "pharmacist",
                        null,
                        null,
                        false),
                ofDispense(
                        "POST " + PRESCRIPTIONS + "/{id}/dispense",
                        one(prescription.id()) + "/dispense",
                        body(line(prescription.item(), "1"))),
                ofDispense(
                        "POST " + DISPENSES + "{id}/hand-over",
                        DISPENSES + dispensed(prescription, line(prescription.item(), "1")) + "/hand-over",
                        "{}"),
                ofDispense(
                        "POST " + DISPENSES + "{id}/return",
                        DISPENSES + dispensed(prescription, line(prescription.item(), "2")) + "/return",
                        returned(prescription)));
    }

    private static ReplayContract.Operation ofStock(String name, String path, String body) {
        return new ReplayContract.Operation(
                "POST " + ITEMS + name, request -> request.body(body).post(path), "pharmacist", null, null, false);
    }

    private static ReplayContract.Operation ofDispense(String name, String path, String body) {
        return new ReplayContract.Operation(name, path, body, "pharmacist", null);
    }

    private static String adjustment(String batch) {
        return "{\"batchId\":\"%s\",\"delta\":-1,\"reason\":\"damage\",\"note\":\"dropped on the floor\"}"
                .formatted(batch);
    }

    private static String counted(String batch) {
        return "{\"batchId\":\"%s\",\"counted\":4,\"note\":\"counted by two\"}".formatted(batch);
    }

    private static String returned(Issued prescription) {
        return "{\"items\":[%s],\"reason\":\"not tolerated\",\"restock\":true}"
                .formatted(line(prescription.item(), "1"));
    }

    /** Each operation that takes a body, with a good one. */
    public List<BadInput.Operation> operations() {
        Item item = item();
        String batch = batch(item, "50");
        Issued prescription = issued(item);
        String dispense = dispensed(prescription, line(prescription.item(), "2"));
        String pharmacist = Tokens.of("pharmacist");
        String path = ITEMS + "/" + item.id();
        return List.of(
                new BadInput.Operation("POST", ITEMS, pharmacist, itemBody("SKU-" + UUID.randomUUID(), "Bandage", "5")),
                new BadInput.Operation("PATCH", path, pharmacist, "{\"name\":\"Gauze\",\"unit\":\"roll\"}"),
                new BadInput.Operation("POST", path + "/batches", pharmacist, batchBody("L-9", NEXT_YEAR, "7")),
                new BadInput.Operation("POST", path + "/adjust", pharmacist, adjustment(batch)),
                new BadInput.Operation("POST", path + "/count", pharmacist, counted(batch)),
                new BadInput.Operation("POST", BATCHES + batch + "/recall", pharmacist, "{\"reason\":\"x\"}"),
                new BadInput.Operation(
                        "POST",
                        one(prescription.id()) + "/dispense",
                        pharmacist,
                        body(line(prescription.item(), "1", batch))),
                new BadInput.Operation("POST", DISPENSES + dispense + "/return", pharmacist, returned(prescription)));
    }

    /** Addresses with an id in them. */
    public static List<String> addresses() {
        return List.of(
                "GET /api/v1/inventory/items/%s",
                "GET /api/v1/inventory/batches/%s",
                "GET /api/v1/dispenses/%s",
                "GET /api/v1/prescriptions/%s/dispenses");
    }

    /** Fields that name something else, and are looked at. */
    public List<Reference> references() {
        Item item = item();
        String batch = batch(item, "50");
        Issued prescription = issued(item);
        String dispense = dispensed(prescription, line(prescription.item(), "2"));
        Visit visit = visit();
        return List.of(
                new Reference("OrderedItem.medicationId", "unknown-medication", id -> as(visit.doctorUser())
                        .body("""
                                {"appointmentId":"%s","items":[{"medicationId":"%s","dose":"1","route":"oral",\
                                "frequency":"daily","durationDays":5,"quantity":5}]}""".formatted(visit.appointment(), id))
                        .post(PRESCRIPTIONS)),
                new Reference("RefillPrescription.itemIds", "invalid-input", id -> as("doctor")
                        .body("{\"itemIds\":[\"%s\"]}".formatted(id))
                        .post(one(prescription.id()) + "/refill")),
                new Reference("RegisterInventoryItem.medicationId", "unknown-medication", id -> as("pharmacist")
                        .body("""
                                {"sku":"SKU-%s","name":"x","kind":"medicine","unit":"tablet","medicationId":"%s"}""".formatted(id, id))
                        .post(ITEMS)),
                new Reference("AdjustStock.batchId", "unknown-batch", id -> as("pharmacist")
                        .body(adjustment(id.toString()))
                        .post(ITEMS + "/" + item.id() + "/adjust")),
                new Reference("CountStock.batchId", "unknown-batch", id -> as("pharmacist")
                        .body(counted(id.toString()))
                        .post(ITEMS + "/" + item.id() + "/count")),
                new Reference(
                        "DispenseLine.itemId",
                        "invalid-input",
                        id -> dispense(prescription, line(id.toString(), "1", batch))),
                new Reference(
                        "DispenseLine.batchId",
                        "unknown-batch",
                        id -> dispense(prescription, line(prescription.item(), "1", id.toString()))),
                new Reference(
                        "Substitute.medicationId",
                        "unknown-medication",
                        id -> dispense(
                                prescription,
                                "{\"itemId\":\"%s\",\"quantity\":1,\"substitute\":{\"medicationId\":\"%s\",\"reason\":\"x\"}}"
                                        .formatted(prescription.item(), id))),
                new Reference(
                        "ReturnLine.itemId", "invalid-input", id -> giveBack(dispense, id.toString(), "1", true)));
    }

    /** Looks at what was dispensed for a prescription, which is given a dispense here. */
    public List<Look> looks(String prescription, UUID patient) {
        UUID dispense = UUID.randomUUID();
        execute(
                "insert into dispense (id, version, prescription_id, patient_id, status, prepared_by, prepared_at, updated_at)"
                        + " values ($1, 0, $2, $3, 'PREPARED', 'somebody', now(), now())",
                dispense,
                UUID.fromString(prescription),
                patient);
        return List.of(Look.get(one(prescription) + "/dispenses"), Look.get(DISPENSES + dispense));
    }
}
