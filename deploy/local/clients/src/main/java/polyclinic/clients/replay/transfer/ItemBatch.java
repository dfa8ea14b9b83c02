package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportItemKind;

/**
 * Items that one request stores: several of a kind where the clinic takes several, else one. The same record is always parted in the
 * same way, so that a request which is sent again after a kill is the same one, with the same key.
 */
record ItemBatch(List<ImportItem> items) {
    /** As many as a request of the clinic takes. */
    static final int MAX_ITEMS = 100;

    /** A request of the clinic takes a mebibyte. */
    static final int MAX_BYTES = 512 * 1024;

    /** Kind → where several go at once. */
    private static final Map<ImportItemKind, String> PATHS = Map.of(
            ImportItemKind.HISTORY, "/history/batch",
            ImportItemKind.CLINICAL_DATA, "/clinical-data/batch");

    /** Parts items into batches, in their order. */
    static List<ItemBatch> of(List<ImportItem> items) {
        List<ItemBatch> batches = new ArrayList<>();
        Map<ImportItemKind, Filling> open = new LinkedHashMap<>();
        for (ImportItem item : items) {
            if (!PATHS.containsKey(item.kind())) {
                batches.add(new ItemBatch(List.of(item)));
                continue;
            }
            int bytes = JsonNodes.bytes(item.body()).length;
            Filling filling = open.get(item.kind());
            if (filling != null && filling.hasRoomFor(bytes)) {
                open.put(item.kind(), filling.with(item, bytes));
                continue;
            }
            if (filling != null) batches.add(new ItemBatch(filling.items()));
            open.put(item.kind(), new Filling(List.of(), 0).with(item, bytes));
        }
        open.values().forEach(filling -> batches.add(new ItemBatch(filling.items())));
        return batches;
    }

    private record Filling(List<ImportItem> items, int bytes) {
        boolean hasRoomFor(int more) {
            return items.size() < MAX_ITEMS && bytes + more <= MAX_BYTES;
        }

        Filling with(ImportItem item, int more) {
            List<ImportItem> grown = new ArrayList<>(items);
            grown.add(item);
            return new Filling(grown, bytes + more);
        }
    }

    /** Returns those of them that the clinic does not have; empty when it has all. */
    ItemBatch without(StoredRecord stored) {
        return new ItemBatch(
                items.stream().filter(item -> stored.of(item).isEmpty()).toList());
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    boolean isSingle() {
        return items.size() == 1;
    }

    /** Returns where several are stored at once. */
    String path() {
        return String.valueOf(PATHS.get(items.get(0).kind()));
    }

    ObjectNode body(String patientId) {
        return JsonNodes.object(
                "patientId",
                patientId,
                "entries",
                items.stream().map(ImportItem::body).toList());
    }

    /** Returns the {@code Idempotency-Key}: of what is stored, for the patient. */
    String key(String patientId) {
        return "fhir:" + patientId + ":" + DigestUtils.sha256Hex(JsonNodes.bytes(body(patientId)));
    }
}
