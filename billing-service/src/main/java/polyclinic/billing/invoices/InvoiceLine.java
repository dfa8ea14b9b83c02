package polyclinic.billing.invoices;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.ledger.Category;
import polyclinic.billing.money.Discount;
import polyclinic.billing.money.ItemKind;
import polyclinic.billing.money.LineAmounts;
import polyclinic.billing.money.PlainDecimals;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Money;

/** A line of an invoice. What it comes to is not kept but follows from it: see {@link LineAmounts}. */
@Entity
@Table(name = "invoice_line")
public class InvoiceLine {
    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "invoice_id")
    private Invoice invoice;

    private int position;

    @Enumerated(EnumType.STRING)
    private ItemKind kind;

    @Column(name = "price_code")
    private @Nullable String priceCode;

    private String description;
    private BigDecimal quantity;

    @Column(name = "unit_price")
    private @Nullable BigDecimal unitPrice;

    @Column(name = "discount_percent")
    private @Nullable BigDecimal discountPercent;

    @Column(name = "discount_amount")
    private @Nullable BigDecimal discountAmount;

    @Column(name = "tax_rate")
    private BigDecimal taxRate;

    @Enumerated(EnumType.STRING)
    @Column(name = "source_type")
    private InvoicedItem.Source.@Nullable Type sourceType;

    @Column(name = "source_id")
    private @Nullable UUID sourceId;

    @Column(name = "source_item_id")
    private @Nullable UUID sourceItemId;

    @Column(name = "doctor_id")
    private @Nullable UUID doctorId;

    @SuppressWarnings("NullAway.Init")
    protected InvoiceLine() {}

    static InvoiceLine of(Invoice invoice, int position, InvoicedItem item) {
        InvoiceLine line = new InvoiceLine();
        line.id = Ids.next();
        line.invoice = invoice;
        line.position = position;
        line.kind = item.kind() == null ? ItemKind.OTHER : item.kind();
        line.priceCode = item.priceCode();
        line.description = item.description() == null ? "" : item.description();
        line.quantity = item.quantity();
        line.unitPrice = item.unitPrice() == null ? null : item.unitPrice().amount();
        if (item.discount() != null) {
            Money amount = item.discount().amount();
            line.discountPercent = item.discount().percent();
            line.discountAmount = amount == null ? null : amount.amount();
        }
        line.taxRate = item.taxRate() == null ? BigDecimal.ZERO : item.taxRate();
        if (item.source() != null) {
            line.sourceType = item.source().type();
            line.sourceId = item.source().id();
            line.sourceItemId = item.source().itemId();
        }
        line.doctorId = item.doctorId();
        return line;
    }

    InvoicedItem asItem() {
        return new InvoicedItem(
                priceCode,
                description,
                kind,
                PlainDecimals.of(quantity),
                unitPrice(),
                discount(),
                PlainDecimals.of(taxRate),
                source(),
                doctorId);
    }

    /** Null while it has no price. */
    public @Nullable LineAmounts amounts() {
        Money price = unitPrice();
        return price == null ? null : LineAmounts.of(quantity, price, discount(), taxRate);
    }

    public Category category() {
        return new Category(kind, doctorId);
    }

    public UUID id() {
        return id;
    }

    int position() {
        return position;
    }

    ItemKind kind() {
        return kind;
    }

    @Nullable
    String priceCode() {
        return priceCode;
    }

    public String description() {
        return description;
    }

    public BigDecimal quantity() {
        return PlainDecimals.of(quantity);
    }

    public @Nullable Money unitPrice() {
        return unitPrice == null ? null : new Money(unitPrice, invoice.currency());
    }

    @Nullable
    Discount discount() {
        if (discountPercent != null) return new Discount(PlainDecimals.of(discountPercent), null);
        return discountAmount == null ? null : new Discount(null, new Money(discountAmount, invoice.currency()));
    }

    public BigDecimal taxRate() {
        return PlainDecimals.of(taxRate);
    }

    public InvoicedItem.@Nullable Source source() {
        return sourceType == null || sourceId == null
                ? null
                : new InvoicedItem.Source(sourceType, sourceId, sourceItemId);
    }

    @Nullable
    UUID doctorId() {
        return doctorId;
    }

    /** A discount that is an amount is for the whole line: what is left has its share of it, and never more than it costs. */
    void reduceTo(BigDecimal remaining) {
        if (discountAmount != null)
            discountAmount = discountAmount
                    .multiply(remaining)
                    .divide(quantity, invoice.currency().getDefaultFractionDigits(), RoundingMode.DOWN);
        quantity = remaining;
    }
}
