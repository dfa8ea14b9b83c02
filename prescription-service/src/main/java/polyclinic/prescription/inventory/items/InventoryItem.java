package polyclinic.prescription.inventory.items;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Ids;

/** Something that is kept in stock (FHIR: InventoryItem). */
@Entity
@Table(name = "inventory_item")
public class InventoryItem {
    @Id
    private UUID id;

    @Version
    private long version;

    private String sku;
    private String name;

    @Enumerated(EnumType.STRING)
    private InventoryItemKind kind;

    @Column(name = "medication_id")
    private @Nullable UUID medicationId;

    private String unit;

    @Column(name = "reorder_level")
    private BigDecimal reorderLevel;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected InventoryItem() {}

    static InventoryItem registered(RegisterInventoryItem request, Instant now) {
        InventoryItem item = new InventoryItem();
        item.id = Ids.next();
        item.createdAt = now;
        item.revise(request, now);
        return item;
    }

    /** Takes over what differs and returns the names of the fields that did. */
    List<String> revise(RegisterInventoryItem wanted, Instant now) {
        List<String> changed = new ArrayList<>();
        if (!Objects.equals(sku, wanted.sku())) changed.add("sku");
        if (!Objects.equals(name, wanted.name())) changed.add("name");
        if (kind != wanted.kind()) changed.add("kind");
        if (!Objects.equals(medicationId, wanted.medicationId())) changed.add("medicationId");
        if (!Objects.equals(unit, wanted.unit())) changed.add("unit");
        if (!Objects.equals(reorderLevel, wanted.knownReorderLevel())) changed.add("reorderLevel");
        sku = wanted.sku();
        name = wanted.name();
        kind = wanted.kind();
        medicationId = wanted.medicationId();
        unit = wanted.unit();
        reorderLevel = wanted.knownReorderLevel();
        if (!changed.isEmpty()) updatedAt = now;
        return changed;
    }

    /** The item as a request would describe it, for a merge patch to be applied to. */
    RegisterInventoryItem asRequest() {
        return new RegisterInventoryItem(sku, name, kind, medicationId, unit, reorderLevel);
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    String sku() {
        return sku;
    }

    String name() {
        return name;
    }

    InventoryItemKind kind() {
        return kind;
    }

    @Nullable
    UUID medicationId() {
        return medicationId;
    }

    String unit() {
        return unit;
    }

    BigDecimal reorderLevel() {
        return reorderLevel;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }
}
