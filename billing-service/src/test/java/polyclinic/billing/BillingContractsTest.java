package polyclinic.billing;

import java.util.List;
import polyclinic.billing.credits.CreditNoteEvent;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.payments.PaymentEvent;
import polyclinic.billing.prices.PriceEvent;
import polyclinic.billing.restatements.BillingRestatement;
import polyclinic.billing.settlement.SettlementEvent;
import polyclinic.billing.shifts.ShiftEvent;
import polyclinic.commons.testing.contracts.EventContracts;

class BillingContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return InvoiceEvent.class;
    }

    @Override
    protected List<Class<?>> allEvents() {
        return List.of(
                InvoiceEvent.class,
                PriceEvent.class,
                PaymentEvent.class,
                CreditNoteEvent.class,
                ShiftEvent.class,
                SettlementEvent.class,
                BillingRestatement.class);
    }
}
