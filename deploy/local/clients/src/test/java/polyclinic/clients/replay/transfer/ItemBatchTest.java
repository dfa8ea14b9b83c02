package polyclinic.clients.replay.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.replay.plan.ImportItem;
import polyclinic.clients.replay.plan.ImportItemKind;

class ItemBatchTest {
    private static final ImportItem ALLERGY = item(ImportItemKind.ALLERGY, 0, "");

    @Test
    void history_and_data_go_together_by_kind_and_everything_else_alone() {
        List<ImportItem> history = items(ImportItemKind.HISTORY, 3, "x");
        List<ImportItem> data = items(ImportItemKind.CLINICAL_DATA, 2, "x");

        List<ItemBatch> batches = ItemBatch.of(
                Stream.of(List.of(history.get(0), data.get(0), ALLERGY), history.subList(1, 3), data.subList(1, 2))
                        .flatMap(List::stream)
                        .toList());

        assertThat(batches.stream().map(ItemBatch::items)).containsExactlyInAnyOrder(List.of(ALLERGY), history, data);
        assertThat(batches.stream().filter(batch -> !batch.isSingle()).map(ItemBatch::path))
                .containsExactly("/history/batch", "/clinical-data/batch");
    }

    @Test
    void a_batch_has_no_more_items_and_bytes_than_the_clinic_takes_unless_one_alone_has() {
        List<ImportItem> many = items(ImportItemKind.HISTORY, 2 * ItemBatch.MAX_ITEMS + 1, "x");
        List<ImportItem> large = items(ImportItemKind.HISTORY, 3, "x".repeat(ItemBatch.MAX_BYTES / 2 - 100));
        List<ImportItem> huge = items(ImportItemKind.HISTORY, 2, "x".repeat(ItemBatch.MAX_BYTES));

        assertThat(sizes(many)).containsExactly(ItemBatch.MAX_ITEMS, ItemBatch.MAX_ITEMS, 1);
        assertThat(sizes(large)).containsExactly(2, 1);
        assertThat(sizes(huge)).containsExactly(1, 1);
    }

    @Test
    void a_key_is_of_the_patient_and_of_what_is_stored() {
        ItemBatch batch = ItemBatch.of(items(ImportItemKind.HISTORY, 2, "x")).get(0);
        ItemBatch same = ItemBatch.of(items(ImportItemKind.HISTORY, 2, "x")).get(0);
        ItemBatch other = ItemBatch.of(items(ImportItemKind.HISTORY, 2, "y")).get(0);

        assertThat(batch.key("ada"))
                .isEqualTo(same.key("ada"))
                .isNotEqualTo(other.key("ada"))
                .isNotEqualTo(batch.key("bob"))
                .hasSizeLessThan(256);
        assertThat(batch.body("ada").path("entries")).hasSize(2);
    }

    @Test
    void what_the_clinic_has_is_left_out() {
        ItemBatch batch = ItemBatch.of(items(ImportItemKind.HISTORY, 2, "x")).get(0);

        assertThat(batch.without(StoredRecord.none())).isEqualTo(batch);
        assertThat(new ItemBatch(List.of()).isEmpty()).isTrue();
    }

    private static List<Integer> sizes(List<ImportItem> items) {
        return ItemBatch.of(items).stream().map(batch -> batch.items().size()).toList();
    }

    private static List<ImportItem> items(ImportItemKind kind, int count, String text) {
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> item(kind, i, text))
                .toList();
    }

    private static ImportItem item(ImportItemKind kind, int number, String text) {
        return new ImportItem(kind, "Observation/" + number, JsonNodes.object("text", text), null);
    }
}
