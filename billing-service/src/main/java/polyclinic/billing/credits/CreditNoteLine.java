package polyclinic.billing.credits;

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
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.ledger.Category;
import polyclinic.billing.money.ItemKind;
import polyclinic.billing.money.PlainDecimals;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Money;

/** A line of a credit note, as it was rounded. */
@Entity
@Table(name = "credit_note_line")
class CreditNoteLine {
    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "credit_note_id")
    private CreditNote note;

    private int position;

    @Column(name = "line_id")
    private @Nullable UUID lineId;

    @Enumerated(EnumType.STRING)
    private ItemKind kind;

    @Column(name = "doctor_id")
    private @Nullable UUID doctorId;

    private String description;
    private BigDecimal quantity;
    private BigDecimal net;
    private BigDecimal tax;

    @SuppressWarnings("NullAway.Init")
    protected CreditNoteLine() {}

    static CreditNoteLine of(CreditNote note, int position, CreditedLine credited) {
        CreditNoteLine line = new CreditNoteLine();
        line.id = Ids.next();
        line.note = note;
        line.position = position;
        line.lineId = credited.lineId();
        line.kind = credited.category().kind();
        line.doctorId = credited.category().doctorId();
        line.description = credited.description();
        line.quantity = credited.quantity();
        line.net = credited.net().amount();
        line.tax = credited.tax().amount();
        return line;
    }

    CreditedLine asCredited() {
        Currency currency = note.currency();
        return new CreditedLine(
                lineId,
                new Category(kind, doctorId),
                description,
                PlainDecimals.of(quantity),
                new Money(net, currency),
                new Money(tax, currency));
    }

    int position() {
        return position;
    }
}
