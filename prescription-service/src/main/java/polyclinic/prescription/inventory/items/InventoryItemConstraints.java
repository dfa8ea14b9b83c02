package polyclinic.prescription.inventory.items;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

/** The problems that violations of the constraints on items mean. */
@ApplicationScoped
class InventoryItemConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "inventory_item_medication",
                () -> new Problem(422, "unknown-medication", "The formulary has no such medicine."),
                "inventory_item_sku_once",
                () -> new Problem(409, "duplicate-sku", "Another item has this SKU.").with("field", "sku"));
    }
}
