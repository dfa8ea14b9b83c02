package polyclinic.prescription.dispensing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one batch gave for one line of the prescription. */
@Entity
@Table(name = "dispense_item")
public class DispenseItem {
    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "dispense_id")
    private Dispense dispense;

    private int position;

    @Column(name = "prescription_item_id")
    private UUID prescriptionItemId;

    @Column(name = "inventory_item_id")
    private UUID inventoryItemId;

    @Column(name = "batch_id")
    private UUID batchId;

    @Column(name = "medication_id")
    private @Nullable UUID medicationId;

    private String name;
    private BigDecimal quantity;
    private BigDecimal returned;
    private String unit;

    @Column(name = "unit_price")
    private @Nullable BigDecimal unitPrice;

    private @Nullable String currency;

    @Column(name = "tax_rate")
    private @Nullable BigDecimal taxRate;

    private boolean substituted;

    @Column(name = "substitution_reason")
    private @Nullable String substitutionReason;

    @Column(name = "override_reason")
    private @Nullable String overrideReason;

    @SuppressWarnings("NullAway.Init")
    protected DispenseItem() {}

    /** What has not come back. */
    public BigDecimal rest() {
        return quantity.subtract(returned);
    }

    void takeBack(BigDecimal amount) {
        returned = returned.add(amount);
    }

    public UUID id() {
        return id;
    }

    int position() {
        return position;
    }

    public UUID prescriptionItemId() {
        return prescriptionItemId;
    }

    public UUID inventoryItemId() {
        return inventoryItemId;
    }

    public UUID batchId() {
        return batchId;
    }

    @Nullable
    UUID medicationId() {
        return medicationId;
    }

    String name() {
        return name;
    }

    BigDecimal quantity() {
        return quantity;
    }

    BigDecimal returned() {
        return returned;
    }

    String unit() {
        return unit;
    }

    @Nullable
    BigDecimal unitPrice() {
        return unitPrice;
    }

    @Nullable
    String currency() {
        return currency;
    }

    @Nullable
    BigDecimal taxRate() {
        return taxRate;
    }

    boolean isSubstituted() {
        return substituted;
    }

    @Nullable
    String substitutionReason() {
        return substitutionReason;
    }

    @Nullable
    String overrideReason() {
        return overrideReason;
    }
}
