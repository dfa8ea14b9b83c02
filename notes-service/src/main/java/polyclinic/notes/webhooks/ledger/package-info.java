/** What is kept of webhooks: the registrations, and a delivery for each event that one of them is told of. */
@NullMarked
package polyclinic.notes.webhooks.ledger;

import org.jspecify.annotations.NullMarked;
