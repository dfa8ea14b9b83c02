/** The ledger: double entry, only ever added to; what is paid and due follows from it. */
@NullMarked
package polyclinic.billing.ledger;

import org.jspecify.annotations.NullMarked;
