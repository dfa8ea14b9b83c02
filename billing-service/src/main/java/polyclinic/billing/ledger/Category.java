package polyclinic.billing.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.money.ItemKind;

/**
 * What was sold and by whom. Every entry has one, so that what is taken and given back is known by kind and doctor as well.
 *
 * @param doctorId or null where no doctor is behind it
 */
public record Category(ItemKind kind, @Nullable UUID doctorId) {}
