package polyclinic.prescription.inventory.batches;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Money;

/** One delivery of an item. What is on hand is the sum of its movements: the ledger changes it and nothing here does. */
@Entity
@Table(name = "stock_batch")
public class StockBatch {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "item_id")
    private UUID itemId;

    private String lot;

    @Column(name = "expires_on")
    private LocalDate expiresOn;

    @Column(name = "unit_cost")
    private BigDecimal unitCost;

    @Column(name = "unit_cost_currency")
    private String currency;

    private @Nullable String supplier;

    @Column(name = "on_hand", insertable = false, updatable = false)
    private BigDecimal onHand;

    @Column(name = "recalled_at")
    private @Nullable Instant recalledAt;

    @Column(name = "recall_reason")
    private @Nullable String recallReason;

    @Column(name = "received_at")
    private Instant receivedAt;

    @SuppressWarnings("NullAway.Init")
    protected StockBatch() {}

    static StockBatch received(UUID itemId, ReceiveBatch request, Instant now) {
        StockBatch batch = new StockBatch();
        batch.id = Ids.next();
        batch.itemId = itemId;
        batch.lot = request.lot();
        batch.expiresOn = request.expiresOn();
        batch.unitCost = request.unitCost().amount();
        batch.currency = request.unitCost().currency().getCurrencyCode();
        batch.supplier = request.supplier();
        batch.onHand = request.quantity();
        batch.receivedAt = now;
        return batch;
    }

    /** From now on it is not dispensed. Fails with 409 when it was recalled before. */
    void recall(String reason, Instant now) {
        if (recalledAt != null) throw new Problem(409, "invalid-transition", "The batch was recalled before.");
        recalledAt = now;
        recallReason = reason;
    }

    public UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    public UUID itemId() {
        return itemId;
    }

    String lot() {
        return lot;
    }

    LocalDate expiresOn() {
        return expiresOn;
    }

    Money unitCost() {
        return new Money(unitCost, Money.currency(currency));
    }

    @Nullable
    String supplier() {
        return supplier;
    }

    public BigDecimal onHand() {
        return onHand;
    }

    @Nullable
    Instant recalledAt() {
        return recalledAt;
    }

    @Nullable
    String recallReason() {
        return recallReason;
    }

    Instant receivedAt() {
        return receivedAt;
    }
}
